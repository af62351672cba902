import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SendingMachine, Step } from '#platform/transfer/machine.ts';
import { createPromptDetector } from '#platform/transfer/zmodem/prompt.ts';
import { createZmodemReceiver } from '#platform/transfer/zmodem/receiver/receiver.ts';
import { createZmodemSender } from '#platform/transfer/zmodem/sender/sender.ts';
import { createDamage, type Damage } from '../../../../fakes/line-damage.ts';
import { seededRandom } from '../../../../fakes/seeded-random.ts';
import { simulateTransfer } from '../../../../fakes/simulated-transfer.ts';
import { randomContent } from '../../../../fakes/transfer-samples.ts';

interface Variant {
  sender?: Partial<Parameters<typeof createZmodemSender>[0]>;
  receiver?: Parameters<typeof createZmodemReceiver>[0];
}

const variants: Record<string, Variant> = {
  streaming: {},
  'CRC-16': { receiver: { crc32: false } },
  'in segments': { receiver: { bufferBytes: 2_048 } },
  'with a small window': { sender: { windowBytes: 2_048 } },
  'with control characters escaped': { sender: { escapeControls: true, attention: '\x03' } },
};

const pair = ({ sender = {}, receiver = {} }: Variant, contents: readonly Uint8Array[]) => ({
  sender: createZmodemSender({
    ...sender,
    files: contents.map(({ length }, at) => ({ name: `file-${at}`, bytes: length, modifiedMs: null })),
  }),
  receiver: createZmodemReceiver(receiver),
});

const content = fc
  .tuple(
    fc.oneof(fc.constantFrom(0, 1, 127, 128, 129, 1_023, 1_024, 1_025), fc.nat(9_000)),
    fc.nat(),
    fc.constantFrom('random', 'CAN', 'controls'),
  )
  .map(([bytes, seed, kind]) => {
    if (kind === 'CAN') return Buffer.alloc(bytes, 0x18);
    const random = randomContent(bytes, seed);
    return kind === 'random' ? random : random.map((byte) => byte & 0x9f);
  });
const several = fc.array(content, { minLength: 0, maxLength: 2 });

/** Pieces of up to `mostBytes`, by chance. */
function cutter(seed: number, mostBytes: number) {
  const random = seededRandom(seed);
  return (bytes: Uint8Array): Uint8Array[] => {
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; ) {
      const next = at + 1 + Math.floor(random() * mostBytes);
      pieces.push(bytes.subarray(at, next));
      at = next;
    }
    return pieces;
  };
}

describe.each(Object.entries(variants))('ZMODEM %s', (_name, variant) => {
  test('brings any content, however the line cuts it', () => {
    const cuts = fc.tuple(fc.nat(), fc.constantFrom(1, 2, 7, 200, 5_000, 65_536));
    fc.assert(
      fc.property(several, cuts, (contents, [seed, mostBytes]) => {
        const cut = cutter(seed, mostBytes);
        const { sender, receiver } = simulateTransfer({ ...pair(variant, contents), contents, cut });
        expect([sender.end, receiver.end]).toEqual(['completed', 'completed']);
        expect([...sender.events, ...receiver.events].some(({ type }) => type === 'retry')).toBe(false);
        expect(receiver.stored.length).toBe(contents.length);
        for (const [at, sent] of contents.entries())
          expect(receiver.stored[at]?.content.equals(sent)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  // The seed is fixed: one damaged header in 65 536 has a good CRC by chance.
  test('with noise it is whole or it fails, and always ends', () => {
    const rates = fc.constantFrom(1 / 1_000, 1 / 3_000, 1 / 10_000);
    let whole = 0;
    const numRuns = 100;
    fc.assert(
      fc.property(several, rates, fc.nat(), fc.nat(), (contents, rate, seed, cutSeed) => {
        const damage = { flipChance: rate / 2, dropChance: rate / 4, doubleChance: rate / 4 };
        const { sender, receiver, tookMs } = simulateTransfer({
          ...pair(variant, contents),
          contents,
          cut: cutter(cutSeed, 300),
          toReceiver: createDamage({ ...damage, seed }),
          toSender: createDamage({ ...damage, seed: seed + 1 }),
        });
        expect(sender.end).not.toBeNull();
        expect(receiver.end).not.toBeNull();
        expect(tookMs).toBeLessThan(3_600_000);
        for (const [at, stored] of receiver.stored.entries())
          expect(stored.content.equals(contents[at] ?? Buffer.of())).toBe(true);
        if (sender.end === 'completed') expect(receiver.stored.length).toBe(contents.length);
        if (receiver.end === 'completed') whole++;
      }),
      { numRuns, seed: 42 },
    );
    expect(whole).toBeGreaterThan(numRuns * 0.9);
  });
});

describe('ZMODEM with seconds of content under way', () => {
  const long = fc.tuple(fc.integer({ min: 40_000, max: 150_000 }), fc.nat(), fc.boolean()).map(
    // The same over and over: places cannot be told by content.
    ([bytes, seed, repeats]) =>
      repeats ? Buffer.alloc(bytes, randomContent(1_024, seed)) : randomContent(bytes, seed),
  );
  const damages = fc.constantFrom<Damage>({ flipEveryBytes: 20_000 }, { flipChance: 1 / 20_000 });

  test('damage costs a fraction of what is under way, and the file is whole', () => {
    let passed = 0;
    let bytes = 0;
    fc.assert(
      fc.property(long, damages, fc.nat(), (content, damage, seed) => {
        const damaged = createDamage({ ...damage, seed });
        const { sender, receiver } = simulateTransfer({
          ...pair({}, [content]),
          contents: [content],
          cut: cutter(seed, 700),
          latencyMs: 400,
          toReceiver: (sent) => {
            passed += sent.length;
            return damaged(sent);
          },
        });
        bytes += content.length;
        expect([sender.end, receiver.end]).toEqual(['completed', 'completed']);
        expect(receiver.stored[0]?.content.equals(content)).toBe(true);
      }),
      { numRuns: 30, seed: 11 },
    );
    expect(passed).toBeLessThan(bytes * 1.4);
  });
});

describe('bytes that are no ZMODEM', () => {
  /** Mostly what means something. */
  const byte = fc.oneof(
    fc.constantFrom(0x2a, 0x18, 0x41, 0x42, 0x43, 0x68, 0x69, 0x6a, 0x6b, 0x11, 0x13, 0x30, 0x0d, 0x8a),
    fc.nat(255),
  );
  const chunks = fc.array(
    fc.array(byte, { maxLength: 60 }).map((bytes) => Uint8Array.from(bytes)),
    { maxLength: 60 },
  );
  const machines: Record<string, () => SendingMachine | ReturnType<typeof createZmodemReceiver>> = {
    sender: () => createZmodemSender({ files: [{ name: 'a', bytes: 5_000, modifiedMs: null }] }),
    receiver: () => createZmodemReceiver(),
  };

  test.each(Object.entries(machines))('the %s takes them and ends', (_name, create) => {
    fc.assert(
      fc.property(chunks, (arriving) => {
        const machine = create();
        let nowMs = 0;
        let step: Step = machine.start(nowMs);
        const ended = () => step.events.some(({ type }) => type === 'ended');
        for (const bytes of arriving) {
          if (ended()) return;
          step = machine.feed(bytes, nowMs++);
        }
        for (let ticks = 0; !ended() && ticks < 200; ticks++) {
          expect(step.deadlineMs).not.toBeNull();
          nowMs = Math.max(nowMs, step.deadlineMs ?? 0);
          step = machine.tick(nowMs);
        }
        expect(ended()).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('the console takes them', () => {
    fc.assert(
      fc.property(chunks, (arriving) => {
        const detect = createPromptDetector();
        for (const bytes of arriving) detect(bytes);
      }),
    );
  });
});
