import { Cron } from 'croner';
import type { GatewaySettings } from '#shared/gateway-api/settings.ts';

export type Schedule = Pick<GatewaySettings, 'snapshotSchedule' | 'snapshotTimeZone'>;

/** Null when the schedule can be used or is empty, otherwise what is wrong with it. */
export function scheduleProblem(schedule: Schedule): string | null {
  if (schedule.snapshotTimeZone !== '' && !isTimeZone(schedule.snapshotTimeZone)) {
    return `snapshotTimeZone: ${schedule.snapshotTimeZone} is no time zone that this machine knows`;
  }
  try {
    cronOf(schedule);
    return null;
  } catch (error) {
    return `snapshotSchedule: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/**
 * The last moment up to `now` at which a snapshot was due, UTC epoch milliseconds; null without a schedule. In a night in
 * which the clock is put forward, what falls into the missing hour is due right after it; put back, only once.
 */
export function lastDueMs(schedule: Schedule, nowMs: number): number | null {
  // A second more: the moment itself counts.
  const [due] = cronOf(schedule)?.previousRuns(1, new Date(nowMs + 1000)) ?? [];
  return due === undefined ? null : due.getTime();
}

function cronOf({ snapshotSchedule, snapshotTimeZone }: Schedule): Cron | null {
  if (snapshotSchedule.trim() === '') return null;
  const zone = snapshotTimeZone === '' ? {} : { timezone: snapshotTimeZone };
  return new Cron(snapshotSchedule, { paused: true, mode: '5-part', ...zone });
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
