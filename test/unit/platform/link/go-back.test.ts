import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeFrame, type Frame } from '../../../../electron/platform/link/frame.ts';
import { createFrameParser } from '../../../../electron/platform/link/frame-parser.ts';
import { createDamage } from '../../../fakes/line-damage.ts';
import { type Damage, linkPair } from '../../../fakes/link-pair.ts';

type Side = 'workbench' | 'gateway';

/** What one chunk on the line says; the link sends each frame as one. */
function frameOf(chunk: Uint8Array): { from: Side; frame: Frame } | null {
  const [content] = createFrameParser().feed(chunk).frames;
  if (content === undefined) return null;
  const asked = decodeFrame(content, 'responder');
  if (asked !== null) return { from: 'workbench', frame: asked };
  const answered = decodeFrame(content, 'initiator');
  return answered === null ? null : { from: 'gateway', frame: answered };
}

/**
 * A stream of the workbench to the gateway whose frames are counted; `spoil` says what becomes of one, by its turn among the
 * frames of its side and type.
 */
function watchedStream(
  bytes: number,
  spoil: (side: Side, frame: Frame, turn: number) => 'pass' | 'lose' | 'flip',
) {
  const turns = new Map<string, number>();
  const counted = (from: Side, type: Frame['type']) => turns.get(`${from} ${type}`) ?? 0;
  const damage: Damage = (chunk) => {
    const said = frameOf(chunk);
    if (said === null) throw new Error('the link sends whole frames');
    const turn = counted(said.from, said.frame.type);
    turns.set(`${said.from} ${said.frame.type}`, turn + 1);
    const fate = spoil(said.from, said.frame, turn);
    if (fate === 'lose') return [];
    return [fate === 'flip' ? chunk.with(chunk.length >> 1, (chunk[chunk.length >> 1] ?? 0) ^ 1) : chunk];
  };
  const pair = linkPair({ damage });
  const content = randomBytes(bytes);
  pair.start();
  const id = pair.links.workbench.open() ?? 0;
  pair.links.workbench.write(id, content);
  pair.links.workbench.end(id);
  return {
    pair,
    counted,
    isWhole: () =>
      pair.run(() => pair.heard.gateway.ended.has(id)) && pair.heard.gateway.streams.get(id)?.equals(content),
  };
}

const isData = (side: Side, frame: Frame): frame is Extract<Frame, { type: 'data' }> =>
  side === 'workbench' && frame.type === 'data';

test.each([1, 2, 3])('a frame in the middle that is lost %i times is asked for as often', (times) => {
  let left = times;
  const { isWhole, counted, pair } = watchedStream(20_000, (side, frame) =>
    isData(side, frame) && frame.sequence === 4 && left-- > 0 ? 'lose' : 'pass',
  );
  expect(isWhole()).toBe(true);
  expect(counted('gateway', 'nak')).toBe(times);
  // 1.8 s on the line, and each time what was under way again; nobody's patience has run out.
  expect(pair.now()).toBeLessThan(2_000 + times * 700);
  expect(pair.heard.workbench.events.map(({ type }) => type)).toEqual(['up', 'drained']);
});

test('a frame that is damaged in the middle is one that is lost', () => {
  const { isWhole, counted } = watchedStream(20_000, (side, _frame, turn) =>
    side === 'workbench' && turn === 5 ? 'flip' : 'pass',
  );
  expect(isWhole()).toBe(true);
  expect(counted('gateway', 'nak')).toBe(1);
});

test('the last frame has none behind it that would tell: it is said again by itself', () => {
  let last = -1;
  const { isWhole, counted } = watchedStream(20_000, (side, frame, turn) => {
    if (!isData(side, frame)) return 'pass';
    const isEnd = frame.payload[0] === 4 && last === -1;
    if (isEnd) last = turn;
    return isEnd ? 'lose' : 'pass';
  });
  expect(isWhole()).toBe(true);
  expect(last).toBeGreaterThan(0);
  expect(counted('gateway', 'nak')).toBe(0);
});

test.each(['lose', 'flip'] as const)(
  'acknowledgements that a line would %s are made up for by the next',
  (fate) => {
    const { isWhole, counted } = watchedStream(30_000, (side, frame, turn) =>
      side === 'gateway' && frame.type === 'ack' && turn % 4 !== 3 ? fate : 'pass',
    );
    expect(isWhole()).toBe(true);
    expect(counted('gateway', 'nak')).toBe(0);
    // Nothing was said twice: the next one tells it in time.
    expect(counted('workbench', 'data')).toBeLessThan(35);
  },
);

test('no acknowledgement for a while: what is said again is delivered once', () => {
  const { isWhole, counted } = watchedStream(30_000, (side, frame, turn) =>
    side === 'gateway' && frame.type === 'ack' && turn < 20 ? 'lose' : 'pass',
  );
  expect(isWhole()).toBe(true);
  expect(counted('workbench', 'data')).toBeGreaterThan(40);
});

test('a frame that never arrives ends the link, and both sides know', () => {
  const { isWhole, pair } = watchedStream(30_000, (side, frame) =>
    isData(side, frame) && frame.sequence === 2 ? 'lose' : 'pass',
  );
  expect(isWhole()).toBe(false);
  expect(pair.heard.workbench.events.at(-1)).toEqual({ type: 'closed', why: 'unacknowledged' });
  expect(pair.heard.gateway.events.at(-1)).toEqual({ type: 'closed', why: 'silent' });
});

test('frames that come once more, later and among newer ones, change nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 40 }), { minLength: 10, maxLength: 80 }), (decisions) => {
      const past: Uint8Array[] = [];
      const damage: Damage = (chunk) => {
        past.push(chunk);
        const back = decisions[past.length % decisions.length] ?? 0;
        const old = past.at(-1 - back);
        return old === undefined ? [chunk] : [chunk, old];
      };
      const pair = linkPair();
      pair.start();
      pair.run(() => pair.heard.gateway.events.some(({ type }) => type === 'up'));
      pair.damage = damage;
      expectBothWays(pair, [randomBytes(40_000), randomBytes(40_000)]);
    }),
    { numRuns: 25 },
  );
});

test('bytes flipped, lost and doubled, up to one in a thousand: both directions arrive once and in order, or both sides say that it is over', () => {
  const chance = fc.double({ min: 0, max: 1 / 3_000, noNaN: true });
  fc.assert(
    fc.property(
      fc.record({ seed: fc.nat(), flipChance: chance, dropChance: chance, doubleChance: chance }),
      fc.array(fc.nat({ max: 20_000 }), { minLength: 2, maxLength: 2 }),
      (damage, [there = 0, back = 0]) => {
        const spoil = createDamage(damage);
        const pair = linkPair({ damage: (chunk) => [spoil(chunk)] });
        pair.start();
        expectBothWays(pair, [randomBytes(there), randomBytes(back)]);
      },
    ),
    { numRuns: 40 },
  );
});

function expectBothWays(pair: ReturnType<typeof linkPair>, [there, back]: readonly [Buffer, Buffer]): void {
  const { links, heard } = pair;
  const id = links.workbench.open() ?? 0;
  links.workbench.write(id, there);
  links.workbench.end(id);
  pair.pump('workbench');
  const isClosed = (side: Side) => heard[side].events.at(-1)?.type === 'closed';
  const isOver = () => isClosed('workbench') && isClosed('gateway');
  pair.run(() => isOver() || heard.gateway.events.some(({ type }) => type === 'opened'));
  links.gateway.write(id, back);
  links.gateway.end(id);
  pair.pump('gateway');
  const isDone = () => heard.gateway.ended.has(id) && heard.workbench.ended.has(id);
  expect(pair.run(() => isDone() || isOver())).toBe(true);
  for (const [side, content] of [
    ['gateway', there],
    ['workbench', back],
  ] as const) {
    const got = heard[side].streams.get(id) ?? Buffer.alloc(0);
    expect(got.equals(content.subarray(0, got.length))).toBe(true);
    if (heard[side].ended.has(id)) expect(got.length).toBe(content.length);
  }
}
