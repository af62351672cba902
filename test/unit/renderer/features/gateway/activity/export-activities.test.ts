import { expect, test } from 'vitest';
import { failure } from '#shared/errors/failure.ts';
import type { Activity } from '#shared/gateway-api/management-api.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import {
  activityCsv,
  activityJson,
} from '../../../../../../renderer/features/gateway/activity/activity-file.ts';
import { cutWords } from '../../../../../../renderer/features/gateway/activity/activity-view.ts';
import { exportActivities } from '../../../../../../renderer/features/gateway/activity/export-activities.ts';

const entry = (n: number): Activity => ({
  id: `act-${n}`,
  type: 'session',
  action: 'created',
  target: 'admin',
  user: 'admin',
  timestamp: new Date(Date.UTC(2026, 10, 21) - n * 1_000).toISOString(),
  details: {},
});
const log = Array.from({ length: 60_123 }, (_, n) => entry(n));
const pageSize = 1_000;

/** A gateway with this log: pages older than the entry `before`. */
const pagesOf = (entries: readonly Activity[]) => async (before: string | null) => {
  const from = before === null ? 0 : Number(before.slice(4)) + 1;
  return ok(entries.slice(from, from + pageSize));
};

const run = (
  read: (before: string | null) => Promise<Result<readonly Activity[]>>,
  rest: Partial<Parameters<typeof exportActivities>[0]> = {},
) =>
  exportActivities({
    read,
    pageSize,
    format: activityJson,
    signal: new AbortController().signal,
    wait: async () => undefined,
    onProgress: () => undefined,
    ...rest,
  });

const exported = async (result: Awaited<ReturnType<typeof run>>) => {
  if (!result.ok) throw new Error(result.failure.message);
  return { ...result.value, text: await new Blob([...result.value.parts]).text() };
};

test('more than fifty thousand entries: all of them, each once, in a file that can be read', async () => {
  const seen: number[] = [];
  const { text, entries, cut } = await exported(
    await run(pagesOf(log), { onProgress: (read) => seen.push(read) }),
  );
  expect(entries).toBe(log.length);
  expect(cut).toBeNull();
  const ids = (JSON.parse(text).activities as Activity[]).map(({ id }) => id);
  expect(ids.join()).toBe(log.map(({ id }) => id).join());
  expect(seen.at(-1)).toBe(log.length);
  expect(seen).toHaveLength(61);
});

test('CSV in pieces has one head and a row for each entry', async () => {
  const { text } = await exported(await run(pagesOf(log.slice(0, 2_500)), { format: activityCsv }));
  expect(text.split('\r\n').filter((line) => line !== '')).toHaveLength(2_501);
  expect(text.match(/timestamp,user/g)).toHaveLength(1);
});

test('an empty log is an empty list, not a broken file', async () => {
  const { text, entries } = await exported(await run(pagesOf([])));
  expect(JSON.parse(text)).toEqual({ activities: [] });
  expect(entries).toBe(0);
});

test('a box that does not know limit and before: its one answer, once', async () => {
  const { entries } = await exported(await run(async () => ok(log.slice(0, 3_000))));
  expect(entries).toBe(3_000);
});

test('what fails later ends the file there and is told; what fails at once is the failure', async () => {
  const lost = failure('GATEWAY_CONNECTION_LOST', { gateway: 'boiler-room', doing: 'asking' });
  const read = pagesOf(log);
  const result = await exported(
    await run(async (before) => (before === 'act-1999' ? fail(lost) : read(before))),
  );
  expect(JSON.parse(result.text).activities).toHaveLength(2_000);
  expect(cutWords(result)).toContain(`ends with ${log[1_999]?.timestamp}`);
  expect(cutWords(result)).toContain(lost.message);
  expect(await run(async () => fail(lost))).toEqual({ ok: false, failure: lost });
});

test('a file that would get too large ends before, and says so', async () => {
  const result = await exported(await run(pagesOf(log), { maxBytes: 500_000 }));
  expect(result.cut).toBe('too-large');
  expect(result.text.length).toBeLessThan(501_000);
  expect(cutWords(result)).toContain('older entries are missing');
});

test('a gateway that counts requests is waited for', async () => {
  const waited: number[] = [];
  let refused = false;
  const read = pagesOf(log.slice(0, 1_500));
  const result = await run(
    async (before) => {
      if (before === null || refused) return read(before);
      refused = true;
      return fail(failure('RATE_LIMITED', { seconds: 3 }));
    },
    {
      wait: async (ms) => {
        waited.push(ms);
      },
    },
  );
  expect((await exported(result)).entries).toBe(1_500);
  expect(waited).toEqual([3_000]);
});

test('cancelled: no more pages are asked for', async () => {
  const control = new AbortController();
  let asked = 0;
  await run(
    async (before) => {
      asked += 1;
      if (asked === 2) control.abort();
      return pagesOf(log)(before);
    },
    { signal: control.signal },
  );
  expect(asked).toBe(2);
});
