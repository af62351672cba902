import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { creditBytes, maxChannels } from '../../../../shared/gateway-api/console/link-messages.ts';
import { type Damage, linkPair } from '../../../fakes/link-pair.ts';

type Pair = ReturnType<typeof linkPair>;

const isUp = ({ heard }: Pair) =>
  [heard.workbench, heard.gateway].every(({ events }) => events.some(({ type }) => type === 'up'));

function upPair(given: Parameters<typeof linkPair>[0] = {}): Pair {
  const pair = linkPair(given);
  pair.start();
  expect(pair.run(() => isUp(pair))).toBe(true);
  return pair;
}

const open = (pair: Pair) => {
  const id = pair.links.workbench.open();
  if (id === null) throw new Error('no channel');
  return id;
};

/** Losing, flipping and doubling by a list of decisions, so that a failing run can be repeated. */
const damageBy = (decisions: readonly number[]): Damage => {
  let at = 0;
  return (chunk) => {
    const decision = decisions[at++ % decisions.length] ?? 0;
    if (decision === 1) return [];
    if (decision === 2) return [chunk, chunk];
    if (decision === 3) {
      const flipped = Uint8Array.from(chunk);
      const where = (at * 31) % flipped.length;
      flipped[where] = (flipped[where] ?? 0) ^ (1 << (at % 8));
      return [flipped];
    }
    if (decision === 4)
      return [
        chunk.subarray(0, chunk.length >> 1),
        Uint8Array.from([0x0d, 0x7e, 0x18]),
        chunk.subarray(chunk.length >> 1),
      ];
    return [chunk];
  };
};

test('two sides find one another and carry a stream both ways', () => {
  const pair = upPair();
  const id = open(pair);
  const question = Buffer.from('GET /session HTTP/1.1\r\n\r\n');
  pair.links.workbench.write(id, question);
  pair.links.workbench.end(id);
  pair.pump('workbench');
  expect(pair.run(() => pair.heard.gateway.ended.has(id))).toBe(true);
  expect(pair.heard.gateway.streams.get(id)).toEqual(question);
  const answer = randomBytes(100_000);
  pair.links.gateway.write(id, answer);
  pair.links.gateway.end(id);
  pair.pump('gateway');
  expect(pair.run(() => pair.heard.workbench.ended.has(id))).toBe(true);
  expect(pair.heard.workbench.streams.get(id)?.equals(answer)).toBe(true);
});

test('a line that loses, flips, doubles and adds delivers the same streams, or the link says that it is gone', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          { weight: 6, arbitrary: fc.constant(0) },
          { weight: 2, arbitrary: fc.integer({ min: 1, max: 4 }) },
        ),
        {
          minLength: 5,
          maxLength: 60,
        },
      ),
      fc.array(fc.uint8Array({ minLength: 1, maxLength: 6_000 }), { minLength: 1, maxLength: 4 }),
      (decisions, contents) => {
        const pair = linkPair({ damage: damageBy(decisions) });
        pair.start();
        const ids = contents.map((content) => {
          const id = open(pair);
          pair.links.workbench.write(id, content);
          pair.links.workbench.end(id);
          return id;
        });
        const { gateway, workbench } = pair.heard;
        const isClosed = () => [...gateway.events, ...workbench.events].some(({ type }) => type === 'closed');
        pair.run(() => isClosed() || ids.every((id) => gateway.ended.has(id)));
        for (const [index, id] of ids.entries()) {
          const content = Buffer.from(contents[index] ?? []);
          const got = gateway.streams.get(id) ?? Buffer.alloc(0);
          // Never anything else than a beginning of what was sent, and all of it where the end was told.
          expect(got.equals(content.subarray(0, got.length))).toBe(true);
          if (gateway.ended.has(id)) expect(got.length).toBe(content.length);
        }
        expect(isClosed() || ids.every((id) => gateway.ended.has(id))).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});

test('moderate damage never ends a link', () => {
  const pair = upPair({ bytesPerSecond: 92_160 });
  let dice = 1;
  pair.damage = (bytes) => {
    dice = (dice * 48_271) % 0x7fff_ffff;
    return dice % 7 === 3 ? [] : [bytes];
  };
  const id = open(pair);
  const content = randomBytes(200_000);
  pair.links.workbench.write(id, content);
  pair.links.workbench.end(id);
  pair.pump('workbench');
  expect(pair.run(() => pair.heard.gateway.ended.has(id))).toBe(true);
  expect(pair.heard.gateway.streams.get(id)?.equals(content)).toBe(true);
});

test('text takes far fewer bytes on the line than it has', () => {
  const pair = upPair();
  const id = open(pair);
  const text = Buffer.from(
    JSON.stringify(Array.from({ length: 400 }, (_, index) => ({ name: `point ${index}`, value: index * 3 }))),
  );
  let sent = 0;
  pair.damage = (bytes) => {
    sent += bytes.length;
    return [bytes];
  };
  pair.links.workbench.write(id, text);
  pair.links.workbench.end(id);
  pair.pump('workbench');
  expect(pair.run(() => pair.heard.gateway.ended.has(id))).toBe(true);
  expect(pair.heard.gateway.streams.get(id)?.equals(text)).toBe(true);
  expect(sent).toBeLessThan(text.length / 2);
});

test('one channel with much to say does not keep the others waiting', () => {
  const pair = upPair();
  const [long, short] = [open(pair), open(pair)];
  pair.links.workbench.write(long, randomBytes(30_000));
  pair.links.workbench.write(short, Buffer.from('me, too'));
  pair.links.workbench.end(short);
  pair.pump('workbench');
  expect(pair.run(() => pair.heard.gateway.ended.has(short))).toBe(true);
  expect(pair.heard.gateway.streams.get(long)?.length ?? 0).toBeLessThan(10_000);
});

test('who speaks while a long stream is under way waits for half a second of it', () => {
  const pair = upPair();
  const [long, short] = [open(pair), open(pair)];
  pair.links.workbench.write(long, randomBytes(30_000));
  pair.pump('workbench');
  pair.run(() => (pair.heard.gateway.streams.get(long)?.length ?? 0) > 4_000);
  pair.links.workbench.write(short, Buffer.from('me, too'));
  pair.pump('workbench');
  expect(pair.run(() => pair.heard.gateway.streams.has(short), 800)).toBe(true);
});

test('nobody sends more than the reader has room for', () => {
  const pair = upPair();
  const id = open(pair);
  pair.links.gateway.consumed = () => undefined;
  pair.links.workbench.write(id, randomBytes(200_000));
  pair.pump('workbench');
  pair.run(() => false, 120_000);
  expect(pair.heard.gateway.streams.get(id)?.length).toBe(creditBytes);
});

test('no more channels than may be', () => {
  const pair = upPair();
  for (let count = 0; count < maxChannels; count += 1) open(pair);
  expect(pair.links.workbench.open()).toBeNull();
});

test.each(['workbench', 'gateway'] as const)(
  '%s is started again: everything open is reset and the link comes back',
  (side) => {
    const other = side === 'gateway' ? 'workbench' : 'gateway';
    const pair = upPair();
    const id = open(pair);
    pair.links.workbench.write(id, Buffer.from('before'));
    pair.pump('workbench');
    pair.run(() => pair.heard.gateway.streams.has(id));
    pair.restart(side);
    // Whoever is left has something to say: that is how it learns of it.
    pair.links[other].write(id, Buffer.from('after'));
    pair.pump(other);
    expect(pair.run(() => pair.heard[side].events.some(({ type }) => type === 'up'))).toBe(true);
    expect(pair.heard[other].events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['reset', 'restarted']),
    );
    expect(pair.heard[side].streams.size).toBe(0);
    const again = open(pair);
    pair.links.workbench.write(again, Buffer.from('again'));
    pair.pump('workbench');
    expect(pair.run(() => pair.heard.gateway.streams.get(again)?.toString() === 'again')).toBe(true);
  },
);

test('a cable that is pulled is noticed on both sides', () => {
  const pair = upPair();
  pair.damage = () => [];
  pair.run(() => false, 60_000);
  for (const { events } of Object.values(pair.heard))
    expect(events.at(-1)).toEqual({ type: 'closed', why: 'silent' });
});

test('a line with echo does not answer itself', () => {
  const pair = linkPair();
  const { workbench } = pair.links;
  const echo = workbench.start(0).send;
  for (const bytes of echo) expect(workbench.feed(bytes, 1)).toMatchObject({ send: [], events: [] });
});

test('nobody there: the initiator gives up', () => {
  const pair = linkPair({ damage: () => [] });
  pair.start();
  pair.run(() => false, 60_000);
  expect(pair.heard.workbench.events).toEqual([{ type: 'closed', why: 'no-answer' }]);
});

test('goodbye ends both', () => {
  const pair = upPair();
  pair.take('workbench', pair.links.workbench.bye(pair.now()));
  pair.run(() => pair.heard.gateway.events.some(({ type }) => type === 'closed'));
  expect(pair.heard.gateway.events.at(-1)).toEqual({ type: 'closed', why: 'goodbye' });
});

const isSuspended = ({ heard }: Pair, side: 'workbench' | 'gateway') =>
  heard[side].events.some(({ type }) => type === 'suspended');

test('the line is lent to a file transfer and comes back with its channels, also on a bad line', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(0, 0, 0, 1, 2, 3), { minLength: 20, maxLength: 60 }),
      (decisions) => {
        const pair = upPair();
        pair.damage = damageBy([0, ...decisions, 0, 0]);
        const id = open(pair);
        pair.links.workbench.write(id, Buffer.from('first, '));
        pair.links.workbench.suspend('transfer 7');
        pair.pump('workbench');
        pair.run(() => isSuspended(pair, 'workbench') && isSuspended(pair, 'gateway'), 120_000);
        // So bad a line that one side hears nothing for long ends the link instead.
        const { gateway, workbench } = pair.heard;
        if ([...gateway.events, ...workbench.events].some(({ type }) => type === 'closed')) return;
        expect(pair.heard.gateway.events).toContainEqual({ type: 'suspended', why: 'transfer 7' });
        pair.links.workbench.write(id, Buffer.from('second'));
        pair.links.workbench.end(id);
        pair.take('gateway', pair.links.gateway.resume(pair.now()));
        pair.run(() => pair.heard.workbench.events.some(({ type }) => type === 'peer-back'), 10_000);
        expect(pair.heard.gateway.streams.get(id)?.toString() ?? '').not.toContain('second');
        pair.take('workbench', pair.links.workbench.resume(pair.now()));
        expect(pair.run(() => pair.heard.gateway.ended.has(id))).toBe(true);
        expect(pair.heard.gateway.streams.get(id)?.toString()).toBe('first, second');
      },
    ),
    { numRuns: 40 },
  );
});

// The late side asked for each frame behind the first again and again, until the other one took it for deaf.
test('who comes back first may say a lot: the other one hears it all when it is back, too', () => {
  const pair = upPair();
  const id = open(pair);
  pair.links.workbench.write(id, Buffer.from('question'));
  pair.pump('workbench');
  pair.run(() => pair.heard.gateway.streams.has(id));
  pair.links.workbench.suspend('transfer 8');
  pair.pump('workbench');
  pair.run(() => isSuspended(pair, 'workbench') && isSuspended(pair, 'gateway'));
  pair.take('gateway', pair.links.gateway.resume(pair.now()));
  const answer = Buffer.from('event by event');
  for (const octet of answer) {
    pair.links.gateway.write(id, Uint8Array.of(octet));
    pair.pump('gateway');
  }
  pair.run(() => false, 5_000);
  expect(pair.heard.workbench.streams.has(id)).toBe(false);
  pair.take('workbench', pair.links.workbench.resume(pair.now()));
  // At once, not when the other side's patience is over.
  pair.run(() => pair.heard.workbench.streams.get(id)?.length === answer.length, 100);
  expect(pair.heard.workbench.streams.get(id)?.equals(answer)).toBe(true);
  for (const { events } of Object.values(pair.heard)) {
    expect(events.filter(({ type }) => ['closed', 'restarted', 'reset'].includes(type))).toEqual([]);
  }
});
