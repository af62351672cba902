import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type JobPlan, nextRun, planTrouble } from '../../../../electron/fleet/jobs/job-schedule.ts';

const now = Date.parse('2026-12-01T10:00:00Z');
const once: JobPlan = { executionType: 'oneTime', schedule: null, maxExecutions: null };
const every = (minutes: number, more: object = {}): JobPlan => ({
  executionType: 'recurring',
  schedule: { type: 'interval', intervalMinutes: minutes, ...more },
  maxExecutions: null,
});
const cron = (cronExpression: string, more: object = {}): JobPlan => ({
  executionType: 'recurring',
  schedule: { type: 'cron', cronExpression, timeZone: 'UTC', ...more },
  maxExecutions: null,
});
const at = (text: string) => Date.parse(text);

describe('when a job is given out', () => {
  test('a single one at once, or at its time, and never again', () => {
    expect(nextRun(once, { runs: 0, lastAt: null, now })).toBe(now);
    const later = { ...once, schedule: { scheduled_at: '2026-12-02T08:00:00+01:00' } };
    expect(nextRun(later, { runs: 0, lastAt: null, now })).toBe(at('2026-12-02T07:00:00Z'));
    expect(nextRun(once, { runs: 1, lastAt: now, now })).toBeNull();
  });

  test('by interval from its start; what was missed is made up for once', () => {
    const plan = every(10, { startTime: '2026-12-01T10:05:00Z', endTime: '2026-12-01T12:00:00Z' });
    const first = nextRun(plan, { runs: 0, lastAt: null, now });
    expect(first).toBe(at('2026-12-01T10:05:00Z'));
    expect(nextRun(plan, { runs: 1, lastAt: first, now: (first ?? 0) + 5 })).toBe(at('2026-12-01T10:15:00Z'));
    expect(nextRun(plan, { runs: 2, lastAt: first, now: at('2026-12-01T11:00:00Z') })).toBe(
      at('2026-12-01T10:55:00Z'),
    );
    expect(
      nextRun(plan, { runs: 9, lastAt: at('2026-12-01T11:55:00Z'), now: at('2026-12-01T11:56:00Z') }),
    ).toBeNull();
  });

  test('by cron in its time zone', () => {
    const plan = cron('0 3 * * *', { timeZone: 'Europe/Berlin' });
    expect(nextRun(plan, { runs: 0, lastAt: null, now })).toBe(at('2026-12-02T02:00:00Z'));
    const missed = at('2026-12-05T12:00:00Z');
    expect(nextRun(plan, { runs: 1, lastAt: at('2026-12-02T02:00:00Z'), now: missed })).toBe(
      at('2026-12-05T02:00:00Z'),
    );
  });

  test('not more often than it may, and never at a time before the last one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 600 }),
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.integer({ min: 0, max: 5_000_000 }), { minLength: 10, maxLength: 20 }),
        (minutes, maxExecutions, gapsMs) => {
          const plan = { ...every(minutes), maxExecutions };
          let clock = now;
          let runs = 0;
          let lastAt: number | null = null;
          for (const gapMs of gapsMs) {
            clock += gapMs;
            const next = nextRun(plan, { runs, lastAt, now: clock });
            if (next === null || next > clock) continue;
            if (lastAt !== null) expect(next).toBeGreaterThan(lastAt);
            runs += 1;
            lastAt = next;
            // Once it has run, the next time is still to come, or less than one interval ago.
            const after = nextRun(plan, { runs, lastAt, now: clock });
            if (after !== null) expect(clock - after).toBeLessThan(minutes * 60_000);
          }
          expect(runs).toBeLessThanOrEqual(maxExecutions);
        },
      ),
    );
  });

  test.each([
    [{ ...once, executionType: 'recurring' as const }, 'a recurring job needs schedule.type'],
    [{ ...every(1), schedule: { type: 'interval' as const } }, 'schedule.intervalMinutes is missing'],
    [{ ...every(1), schedule: { type: 'cron' as const } }, 'schedule.cronExpression is missing'],
    [cron('never'), 'schedule.cronExpression:'],
    [{ ...every(5), executionType: 'oneTime' as const }, 'is for execution_type "recurring"'],
  ])('%j is told what is wrong with it', (plan, sentence) => {
    expect(planTrouble(plan)).toContain(sentence);
  });

  test('plans that can be used have no trouble', () => {
    expect([once, every(5), cron('*/5 * * * *')].map(planTrouble)).toEqual([null, null, null]);
  });
});
