import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReceivingMachine, SendingMachine } from '#platform/transfer/machine.ts';
import { createXmodemReceiver } from '#platform/transfer/xmodem/xmodem-receiver.ts';
import { createXmodemSender } from '#platform/transfer/xmodem/xmodem-sender.ts';
import { createYmodemReceiver } from '#platform/transfer/ymodem/ymodem-receiver.ts';
import { createYmodemSender } from '#platform/transfer/ymodem/ymodem-sender.ts';
import { createDamage } from '../../../../fakes/line-damage.ts';
import { seededRandom } from '../../../../fakes/seeded-random.ts';
import { simulateTransfer } from '../../../../fakes/simulated-transfer.ts';
import { randomContent } from '../../../../fakes/transfer-samples.ts';

type Pair = (contents: readonly Uint8Array[]) => { sender: SendingMachine; receiver: ReceivingMachine };

const announce = (contents: readonly Uint8Array[]) =>
  contents.map(({ length }, at) => ({ name: `file-${at}`, bytes: length, modifiedMs: null }));

const pairs: Record<string, Pair> = {
  'XMODEM checksum': () => ({
    sender: createXmodemSender({ blockBytes: 128 }),
    receiver: createXmodemReceiver({ check: 'checksum' }),
  }),
  'XMODEM CRC': () => ({ sender: createXmodemSender({ blockBytes: 128 }), receiver: createXmodemReceiver() }),
  'XMODEM 1k': () => ({ sender: createXmodemSender(), receiver: createXmodemReceiver() }),
  YMODEM: (contents) => ({
    sender: createYmodemSender({ files: announce(contents) }),
    receiver: createYmodemReceiver(),
  }),
  'YMODEM-g': (contents) => ({
    sender: createYmodemSender({ files: announce(contents) }),
    receiver: createYmodemReceiver({ streams: true }),
  }),
};

const content = fc
  .tuple(
    fc.oneof(fc.constantFrom(0, 1, 127, 128, 129, 1_023, 1_024, 1_025), fc.nat(9_000)),
    fc.nat(),
    fc.boolean(),
  )
  .map(([bytes, seed, controls]) => (controls ? Buffer.alloc(bytes, 0x18) : randomContent(bytes, seed)));
const one = content.map((only) => [only]);
const several = fc.array(content, { minLength: 0, maxLength: 3 });
const contentsFor = (name: string) => (name.startsWith('X') ? one : several);

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

const expectWhole = (received: Buffer | undefined, sent: Uint8Array, padded: boolean) => {
  expect(received?.subarray(0, sent.length).equals(sent)).toBe(true);
  if (padded) expect(received?.subarray(sent.length).every((byte) => byte === 0x1a)).toBe(true);
  else expect(received?.length).toBe(sent.length);
};

describe.each(Object.entries(pairs))('%s', (name, pair) => {
  test('brings any content, however the line cuts it', () => {
    const cuts = fc.tuple(fc.nat(), fc.constantFrom(1, 2, 7, 200, 5_000, 65_536));
    fc.assert(
      fc.property(contentsFor(name), cuts, (contents, [seed, mostBytes]) => {
        const cut = cutter(seed, mostBytes);
        const { sender, receiver } = simulateTransfer({ ...pair(contents), contents, cut });
        expect([sender.end, receiver.end]).toEqual(['completed', 'completed']);
        expect(receiver.events.some(({ type }) => type === 'retry')).toBe(false);
        expect(receiver.stored.length).toBe(contents.length);
        for (const [at, sent] of contents.entries())
          expectWhole(receiver.stored[at]?.content, sent, name.startsWith('X'));
      }),
      { numRuns: 60 },
    );
  });

  // The seed is fixed: one damaged block in 65 536 has a good CRC by chance.
  test('with noise it is whole or it fails, and always ends', () => {
    const rates = fc.constantFrom(1 / 1_000, 1 / 3_000, 1 / 10_000);
    let whole = 0;
    const numRuns = 150;
    fc.assert(
      fc.property(contentsFor(name), rates, fc.nat(), fc.nat(), (contents, rate, seed, cutSeed) => {
        const damage = { flipChance: rate / 2, dropChance: rate / 4, doubleChance: rate / 4 };
        const { sender, receiver, tookMs } = simulateTransfer({
          ...pair(contents),
          contents,
          cut: cutter(cutSeed, 300),
          toReceiver: createDamage({ ...damage, seed }),
          toSender: createDamage({ ...damage, seed: seed + 1 }),
        });
        expect(sender.end).not.toBeNull();
        expect(receiver.end).not.toBeNull();
        expect(tookMs).toBeLessThan(3_600_000);
        // A checksum of one byte lets one damaged block in 256 pass.
        if (name !== 'XMODEM checksum')
          for (const [at, stored] of receiver.stored.entries())
            expectWhole(stored.content, contents[at] ?? Buffer.of(), name.startsWith('X'));
        if (sender.end === 'completed') expect(receiver.stored.length).toBe(contents.length);
        if (receiver.end === 'completed') whole++;
      }),
      { numRuns, seed: 42 },
    );
    // A stream cannot repeat what was damaged.
    if (name !== 'YMODEM-g') expect(whole).toBeGreaterThan(numRuns * 0.9);
  });
});
