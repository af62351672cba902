import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { ActivityEntry } from '../../../../../electron/gateway/supervision/activity/record-activity.ts';
import { createSnapshotSchedule } from '../../../../../electron/gateway/supervision/snapshots/schedule.ts';
import { failure } from '../../../../../shared/errors/failure.ts';
import type { Snapshot } from '../../../../../shared/gateway-api/extensions.ts';
import { fail, ok } from '../../../../../shared/result.ts';

function bench(given: {
  now: string;
  born?: string;
  list?: { origin: Snapshot['origin']; createdAt: string }[];
}) {
  let now = Date.parse(given.now);
  let full = false;
  const settings = { snapshotSchedule: '0 3 * * *', snapshotTimeZone: 'UTC' };
  const list = (given.list ?? []) as Snapshot[];
  const taken: string[] = [];
  const noted: ActivityEntry[] = [];
  const options = {
    snapshots: {
      list: () => list,
      create: async (origin: Snapshot['origin']) => {
        if (full) return fail(failure('DISK_FULL', { doing: 'taking a snapshot' }));
        const createdAt = new Date(now).toISOString();
        const snapshot = { origin, createdAt, name: `${createdAt}.zip`, bytes: 1, sha256: '0' } as Snapshot;
        taken.push(snapshot.createdAt);
        list.push(snapshot);
        return ok(snapshot);
      },
    },
    schedule: () => settings,
    bornMs: () => Date.parse(given.born ?? '2020-01-01T00:00:00Z'),
    now: () => now,
    note: (entry: ActivityEntry) => void noted.push(entry),
    log: pino({ level: 'silent' }),
  };
  let schedule = createSnapshotSchedule(options);
  return {
    taken,
    noted,
    settings,
    fill: (isFull: boolean) => {
      full = isFull;
    },
    restart: () => {
      schedule = createSnapshotSchedule(options);
    },
    async at(time: string) {
      now = Date.parse(time);
      await schedule.check();
      return taken.length;
    },
  };
}

test('one each time it is due, and not twice', async () => {
  const clock = bench({ now: '2026-11-20T12:00:00Z', born: '2026-11-20T11:00:00Z' });
  expect(await clock.at('2026-11-20T12:00:00Z')).toBe(0);
  expect(await clock.at('2026-11-21T02:59:50Z')).toBe(0);
  expect(await clock.at('2026-11-21T03:00:10Z')).toBe(1);
  expect(await clock.at('2026-11-21T03:00:30Z')).toBe(1);
  clock.restart();
  expect(await clock.at('2026-11-21T03:01:00Z')).toBe(1);
  expect(await clock.at('2026-11-22T03:00:01Z')).toBe(2);
  expect(clock.noted.map(({ action, target }) => [action, target])).toEqual(
    clock.taken.map((at) => ['created', `${at}.zip`]),
  );
});

test('many that were missed while the machine was off are caught up with one', async () => {
  const list = [{ origin: 'schedule' as const, createdAt: '2026-11-10T03:00:05Z' }];
  const clock = bench({ now: '2026-11-20T12:00:00Z', list });
  expect(await clock.at('2026-11-20T12:00:00Z')).toBe(1);
  expect(await clock.at('2026-11-20T12:00:20Z')).toBe(1);
});

test('a new gateway has missed nothing', async () => {
  const clock = bench({ now: '2026-11-20T12:00:00Z', born: '2026-11-20T11:59:00Z' });
  expect(await clock.at('2026-11-20T12:00:00Z')).toBe(0);
});

test('a clock that was wrong and is set back does not stop the schedule', async () => {
  const list = [{ origin: 'schedule' as const, createdAt: '2038-01-01T03:00:00Z' }];
  const clock = bench({ now: '2026-11-20T12:00:00Z', born: '2026-11-20T11:00:00Z', list });
  expect(await clock.at('2026-11-21T03:00:01Z')).toBe(1);
  expect(await clock.at('2030-05-05T03:00:01Z')).toBe(2);
  expect(await clock.at('2026-11-21T12:00:00Z')).toBe(2);
  expect(await clock.at('2026-11-22T03:00:01Z')).toBe(3);
});

test('a changed schedule counts from the change on', async () => {
  const clock = bench({ now: '2026-11-20T12:00:00Z', born: '2026-11-20T11:00:00Z' });
  await clock.at('2026-11-20T12:00:00Z');
  clock.settings.snapshotSchedule = '0 10 * * *';
  expect(await clock.at('2026-11-20T12:00:20Z')).toBe(0);
  expect(await clock.at('2026-11-21T10:00:01Z')).toBe(1);
  clock.settings.snapshotSchedule = '';
  expect(await clock.at('2026-11-29T10:00:01Z')).toBe(1);
});

test('a full disk is tried again after a while, a schedule that cannot be read harms nobody', async () => {
  const clock = bench({ now: '2026-11-21T03:00:01Z' });
  clock.fill(true);
  expect(await clock.at('2026-11-21T03:00:01Z')).toBe(0);
  clock.fill(false);
  expect(await clock.at('2026-11-21T03:05:00Z')).toBe(0);
  expect(await clock.at('2026-11-21T03:10:30Z')).toBe(1);
  clock.settings.snapshotSchedule = 'nonsense';
  expect(await clock.at('2026-11-22T03:10:30Z')).toBe(1);
});
