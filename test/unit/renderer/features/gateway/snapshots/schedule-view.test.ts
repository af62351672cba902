import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  changedEvery,
  cronOf,
  keepProblem,
  keepWords,
  parseSchedule,
  type Schedule,
  scheduleProblem,
  scheduleWords,
} from '../../../../../../renderer/features/gateway/snapshots/schedule-view.ts';

const two = (n: number) => String(n).padStart(2, '0');
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${two(hour)}:${two(minute)}`);
const plain: fc.Arbitrary<Schedule> = fc.oneof(
  fc.constant({ every: 'never' as const }),
  fc.record({ every: fc.constant('day' as const), time }),
  fc.record({ every: fc.constant('week' as const), time, weekday: fc.integer({ min: 0, max: 6 }) }),
);

describe('cron', () => {
  test('what the form sets is what it shows again', () => {
    fc.assert(
      fc.property(plain, (schedule) => {
        expect(parseSchedule(cronOf(schedule))).toEqual(schedule);
        expect(scheduleProblem(schedule)).toBeNull();
      }),
    );
  });

  test('what is no plain form stays as it is, and is never lost by opening the form', () => {
    fc.assert(
      fc.property(fc.string(), (cron) => {
        const kept = cronOf(parseSchedule(cron));
        // Sunday is 0 and 7; leading zeros and spaces mean nothing.
        const normal = (text: string) =>
          text
            .trim()
            .replace(/\s+/g, ' ')
            .replace(/\b0+(?=\d)/g, '')
            .replace(/ \* \* 7$/, ' * * 0');
        expect(normal(kept)).toBe(normal(cron));
      }),
    );
    for (const cron of [
      '*/15 * * * *',
      '0 3 1 * *',
      '0 3 * * 1-5',
      '60 3 * * *',
      '0 24 * * *',
      '0 3 * * 8',
    ]) {
      expect(parseSchedule(cron)).toEqual({ every: 'custom', cron });
    }
    expect(parseSchedule(' 5  3 * * 7 ')).toEqual({ every: 'week', time: '03:05', weekday: 0 });
  });

  test('the form says what is missing before it is sent', () => {
    expect(scheduleProblem({ every: 'custom', cron: '0 3 * *' })).toContain('Five fields');
    expect(scheduleProblem({ every: 'custom', cron: '0 3 * * ; rm' })).toContain('Five fields');
    expect(scheduleProblem({ every: 'custom', cron: '0 */6 * * mon' })).toBeNull();
    for (const wrong of ['', '3:00', '24:00', '03:60']) {
      expect(scheduleProblem({ every: 'day', time: wrong })).not.toBeNull();
    }
  });

  test('another kind keeps the time, and cron begins with what was set', () => {
    const daily: Schedule = { every: 'day', time: '04:30' };
    expect(changedEvery(daily, 'week')).toEqual({ every: 'week', time: '04:30', weekday: 1 });
    expect(changedEvery(daily, 'custom')).toEqual({ every: 'custom', cron: '30 4 * * *' });
    expect(changedEvery({ every: 'never' }, 'custom')).toEqual({ every: 'custom', cron: '0 3 * * *' });
    expect(changedEvery(daily, null)).toEqual({ every: 'never' });
  });
});

test('words: when, in which time zone, how long', () => {
  expect(scheduleWords({ snapshotSchedule: '0 3 * * *', snapshotTimeZone: 'Europe/Berlin' })).toBe(
    'Every day at 03:00, Europe/Berlin',
  );
  expect(scheduleWords({ snapshotSchedule: '0 3 * * 1', snapshotTimeZone: '' })).toBe(
    "Every Monday at 03:00, in the gateway's time",
  );
  expect(scheduleWords({ snapshotSchedule: '', snapshotTimeZone: '' })).toBe('None by itself');
  expect(keepWords({ snapshotKeepCount: 50, snapshotKeepDays: 1 })).toBe(
    'the newest 50, none older than 1 day',
  );
});

test('numbers of the retention are whole and within what the gateway takes', () => {
  expect(keepProblem(50, 90)).toEqual({ count: null, days: null });
  for (const wrong of ['', 0, 1.5, -1, 'x']) expect(keepProblem(wrong, 90).count).not.toBeNull();
  expect(keepProblem(5_001, 3_651)).toEqual({
    count: 'A whole number from 1 to 5000.',
    days: 'A whole number from 1 to 3650.',
  });
});
