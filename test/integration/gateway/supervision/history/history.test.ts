import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import type { Reading } from '../../../../../electron/gateway/supervision/drivers/drivers-port.ts';
import {
  type History,
  type HistoryLimits,
  type HistoryPoint,
  historyLimits,
  openHistory,
} from '../../../../../electron/gateway/supervision/history/history.ts';
import { temporaryFolder } from '../../../../fakes/temporary-folder.ts';

const log = pino({ level: 'silent' });
const noon = Date.parse('2026-11-21T12:00:00Z');

const good = (id: string, at: number, value: Reading['value']): Reading => ({
  id,
  at,
  value,
  quality: 'good',
});
const all = (history: History, ids: readonly string[], from = 0, to = 8e15): HistoryPoint[] =>
  [...history.read(ids, from, to)].flat();

async function ring(limits: Partial<HistoryLimits> = {}) {
  const folder = await temporaryFolder();
  const clock = { now: noon };
  const open = () =>
    openHistory({ folder, log, now: () => clock.now, limits: { ...historyLimits, ...limits } });
  const state = { history: open() };
  onTestFinished(() => state.history.close());
  return {
    folder,
    clock,
    state,
    /** As after kill -9: nothing that was not flushed is written any more. */
    async killed() {
      const copy = await temporaryFolder();
      const { cp } = await import('node:fs/promises');
      await cp(folder, copy, { recursive: true });
      const history = openHistory({ folder: copy, log, now: () => clock.now });
      onTestFinished(() => history.close());
      return history;
    },
  };
}

test('good numbers and booleans are kept in order, texts and bad readings are not', async () => {
  const { state, clock } = await ring();
  state.history.take([
    good('a', noon - 2_000, 1.5),
    good('b', noon - 1_500, true),
    good('c', noon - 1_400, 'text'),
    { id: 'a', at: noon - 1_000, value: 9, quality: 'bad' },
    { id: 'a', at: noon - 900, value: null, quality: 'uncertain' },
    good('a', noon, 2.5),
  ]);
  clock.now = noon + 1;
  expect(all(state.history, ['b', 'a', 'c'])).toEqual([
    { address: 'a', at: noon - 2_000, value: 1.5 },
    { address: 'b', at: noon - 1_500, value: 1 },
    { address: 'a', at: noon, value: 2.5 },
  ]);
  expect(all(state.history, ['a'], noon, noon)).toEqual([{ address: 'a', at: noon, value: 2.5 }]);
  expect(all(state.history, ['unknown'])).toEqual([]);
});

test('whatever is flushed, closed and killed when: every value that was flushed is there once, in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(fc.constantFrom('flush' as const, 'kill' as const), fc.integer({ min: 1, max: 400 })),
        {
          maxLength: 10,
        },
      ),
      async (steps) => {
        const { state, clock, killed } = await ring();
        const wanted: HistoryPoint[] = [];
        let durable = 0;
        for (const step of steps) {
          if (step === 'flush') {
            state.history.flush();
            durable = wanted.length;
          } else if (step === 'kill') {
            expect(all(await killed(), ['a', 'b'])).toEqual(wanted.slice(0, durable));
          } else {
            for (let count = 0; count < step; count++) {
              clock.now += 997;
              const address = count % 3 === 0 ? 'b' : 'a';
              wanted.push({ address, at: clock.now, value: clock.now / 7 });
              state.history.take([good(address, clock.now, clock.now / 7)]);
            }
          }
          expect(all(state.history, ['a', 'b'])).toEqual(wanted);
        }
      },
    ),
    { numRuns: 12 },
  );
});

test('what several flushes wrote of one block is there once after a kill', async () => {
  const { state, clock, killed } = await ring();
  for (let round = 0; round < 4; round++) {
    for (let count = 0; count < 100; count++) state.history.take([good('a', ++clock.now, round)]);
    state.history.flush();
  }
  const times = all(await killed(), ['a']).map(({ at }) => at);
  expect(times).toEqual(Array.from({ length: 400 }, (_, index) => noon + 1 + index));
});

test('a gateway that was killed twice goes on where it was', async () => {
  const { state, clock, folder } = await ring();
  for (let round = 0; round < 3; round++) {
    for (let count = 0; count < 100; count++) state.history.take([good('a', ++clock.now, round)]);
    state.history.close();
    state.history = openHistory({ folder, log, now: () => clock.now });
  }
  expect(all(state.history, ['a'])).toHaveLength(300);
});

test('a clock that was set back loses nothing, and answers stay in order', async () => {
  const { state, clock } = await ring();
  for (let count = 0; count < 10; count++) state.history.take([good('a', noon + count * 1_000, count)]);
  for (let count = 0; count < 10; count++)
    state.history.take([good('a', noon - 5_000 + count * 1_000, 100 + count)]);
  state.history.flush();
  clock.now = noon + 60_000;
  const times = all(state.history, ['a']).map(({ at }) => at);
  expect(times).toHaveLength(20);
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

test('what is older than 24 h is neither answered nor kept, and room that ran out shortens the ring', async () => {
  const { state, clock } = await ring({ maxBytes: 300_000, trimEveryMs: 20, flushEveryMs: 20 });
  clock.now = noon + 24 * 3_600_000;
  const old = good('a', noon - 1, 1);
  state.history.take([old]);
  expect(all(state.history, ['a'])).toEqual([]);
  for (let index = 0; index < 100_000; index++)
    state.history.take([good('b', noon + index * 800, Math.random())]);
  state.history.flush();
  await expect.poll(() => all(state.history, ['b']).length, { timeout: 20_000 }).toBeLessThan(60_000);
  const left = all(state.history, ['b']);
  expect(left.at(-1)?.at).toBe(noon + 99_999 * 800);
  expect(left.length).toBeGreaterThan(1_000);
});

test('what is forgotten does not come back after a kill', async () => {
  const { state, killed } = await ring();
  state.history.take([good('a', noon, 1), good('b', noon, 2)]);
  state.history.flush();
  state.history.forget('a');
  expect(all(state.history, ['a', 'b'])).toEqual([{ address: 'b', at: noon, value: 2 }]);
  expect(all(await killed(), ['a', 'b'])).toEqual([{ address: 'b', at: noon, value: 2 }]);
});

test('a file that is no database is set aside', async () => {
  const folder = await temporaryFolder();
  await writeFile(
    join(folder, 'history.sqlite'),
    'this is no database at all, and longer than a header would be',
  );
  const history = openHistory({ folder, log });
  onTestFinished(() => history.close());
  history.take([good('a', Date.now(), 1)]);
  history.flush();
  expect(all(history, ['a'])).toHaveLength(1);
  expect(await readdir(folder)).toContain('history.sqlite.unreadable');
});
