import { Cron } from 'croner';
import type { JobSchedule } from '#shared/fleet-api/jobs/job-document.ts';

/** How often and when a job is given out. */
export interface JobPlan {
  executionType: 'oneTime' | 'recurring' | 'continuous';
  schedule: JobSchedule | null;
  maxExecutions: number | null;
}

const minuteMs = 60_000;

/** Why a plan cannot be used; null: it can. */
export function planTrouble({ executionType, schedule }: JobPlan): string | null {
  if (executionType !== 'recurring') {
    if (schedule?.type !== undefined)
      return 'a schedule by interval or cron is for execution_type "recurring"';
    return null;
  }
  if (schedule?.type === 'interval') {
    return schedule.intervalMinutes === undefined ? 'schedule.intervalMinutes is missing' : null;
  }
  if (schedule?.type !== 'cron') return 'a recurring job needs schedule.type "interval" or "cron"';
  if (schedule.cronExpression === undefined) return 'schedule.cronExpression is missing';
  try {
    cronOf(schedule).nextRun();
    return null;
  } catch (error) {
    return `schedule.cronExpression: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/**
 * When a plan gives the job out next, after `runs` times of which the last one was at `lastAt`; null: not any more. A time that has
 * passed while nobody looked is made up for once, not once each.
 */
export function nextRun(
  { executionType, schedule, maxExecutions }: JobPlan,
  { runs, lastAt, now }: { runs: number; lastAt: number | null; now: number },
): number | null {
  if (maxExecutions !== null && runs >= maxExecutions) return null;
  const startAt = timeOf(schedule?.startTime ?? schedule?.scheduled_at) ?? now;
  const endAt = timeOf(schedule?.endTime) ?? Number.POSITIVE_INFINITY;
  if (executionType !== 'recurring') return runs === 0 && startAt <= endAt ? startAt : null;
  const at = schedule?.type === 'cron' ? nextCron(schedule, lastAt ?? startAt - 1) : nextInterval();
  return at === null || at > endAt ? null : at;

  function nextInterval(): number {
    const everyMs = (schedule?.intervalMinutes ?? 1) * minuteMs;
    if (lastAt === null) return startAt;
    const missed = Math.max(1, Math.floor((now - lastAt) / everyMs));
    return lastAt + missed * everyMs;
  }

  function nextCron(by: JobSchedule, after: number): number | null {
    const first = cronOf(by).nextRun(new Date(after))?.getTime() ?? null;
    if (first === null || first > now) return first;
    // Of those that were missed, the last one.
    return (
      cronOf(by)
        .previousRuns(1, new Date(now + 1))[0]
        ?.getTime() ?? first
    );
  }
}

const timeOf = (text: string | undefined): number | null => (text === undefined ? null : Date.parse(text));

const cronOf = ({ cronExpression = '', timeZone }: JobSchedule): Cron =>
  new Cron(cronExpression, { paused: true, ...(timeZone !== undefined && { timezone: timeZone }) });
