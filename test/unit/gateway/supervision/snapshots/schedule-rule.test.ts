import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  lastDueMs,
  scheduleProblem,
} from '../../../../../electron/gateway/supervision/snapshots/schedule-rule.ts';

const schedule = (snapshotSchedule: string, snapshotTimeZone = 'Europe/Zurich') => ({
  snapshotSchedule,
  snapshotTimeZone,
});
const lastDue = (cron: string, now: string, zone?: string) => {
  const due = lastDueMs(schedule(cron, zone), Date.parse(now));
  return due === null ? null : new Date(due).toISOString();
};

test.each([
  ['0 3 * * *', '2026-11-21T02:00:00Z', '2026-11-21T02:00:00.000Z'],
  ['0 3 * * *', '2026-11-21T01:59:58Z', '2026-11-20T02:00:00.000Z'],
  ['*/15 * * * *', '2026-11-21T10:44:59Z', '2026-11-21T10:30:00.000Z'],
  ['0 3 1 * *', '2026-11-21T10:00:00Z', '2026-11-01T02:00:00.000Z'],
])('%s at %s was due last at %s', (cron, now, due) => {
  expect(lastDue(cron, now)).toBe(due);
});

describe('summer time in Zurich', () => {
  test('02:30 is missing on 29 March 2026: due once that night all the same', () => {
    const due = lastDue('30 2 * * *', '2026-03-29T12:00:00Z');
    expect(Date.parse(String(due))).toBeGreaterThanOrEqual(Date.parse('2026-03-29T00:30:00Z'));
    expect(Date.parse(String(due))).toBeLessThanOrEqual(Date.parse('2026-03-29T02:00:00Z'));
  });

  test('02:30 is there twice on 25 October 2026: due once', () => {
    const dues = new Set<string | null>();
    for (let at = Date.parse('2026-10-24T22:00:00Z'); at < Date.parse('2026-10-25T12:00:00Z'); at += 60_000) {
      const due = lastDue('30 2 * * *', new Date(at).toISOString());
      if (due?.startsWith('2026-10-25')) dues.add(due);
    }
    expect(dues.size).toBe(1);
  });
});

test('what is due is never in the future and never goes back', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('0 3 * * *', '*/7 * * * *', '30 2 * * 0', '0 0 29 2 *'),
      fc.constantFrom('Europe/Zurich', 'America/New_York', 'Asia/Kolkata', 'UTC'),
      fc.integer({ min: Date.parse('2025-01-01'), max: Date.parse('2030-01-01') }),
      fc.integer({ min: 0, max: 90 * 24 * 3_600_000 }),
      (cron, zone, from, step) => {
        const first = lastDueMs(schedule(cron, zone), from) ?? 0;
        const second = lastDueMs(schedule(cron, zone), from + step) ?? 0;
        expect(first).toBeLessThanOrEqual(from + 1000);
        expect(second).toBeGreaterThanOrEqual(first);
      },
    ),
    { numRuns: 60 },
  );
});

test.each(['', '  '])('an empty schedule "%s" is none', (cron) => {
  expect(lastDueMs(schedule(cron), 0)).toBeNull();
  expect(scheduleProblem(schedule(cron))).toBeNull();
});

test.each([
  ['61 * * * *', 'Europe/Zurich', 'snapshotSchedule:'],
  ['every night', 'Europe/Zurich', 'snapshotSchedule:'],
  ['0 0 3 * * *', 'Europe/Zurich', 'snapshotSchedule:'],
  ['0 3 * * *', 'Europe/Atlantis', 'snapshotTimeZone: Europe/Atlantis is no time zone'],
])('%s in %s cannot be used', (cron, zone, problem) => {
  expect(scheduleProblem(schedule(cron, zone))).toContain(problem);
});
