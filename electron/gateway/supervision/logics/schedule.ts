import { Cron } from 'croner';
import type { Logic } from '#shared/gateway-api/configuration.ts';

type Schedule = Extract<NonNullable<Logic['trigger']>, { on: 'schedule' }>;

const optionsOf = ({ timeZone }: Schedule) =>
  timeZone === undefined || timeZone === '' ? {} : { timezone: timeZone };

/** Why this schedule cannot be used; null: it can. Five fields, or six with seconds in front. */
export function scheduleTrouble(schedule: Schedule): string | null {
  const fields = schedule.cron.trim().split(/\s+/).length;
  if (fields !== 5 && fields !== 6) return `a cron schedule has five or six fields, not ${fields}`;
  try {
    const cron = new Cron(schedule.cron, { ...optionsOf(schedule), paused: true }, () => undefined);
    // An unknown time zone shows only here.
    const next = cron.nextRun();
    cron.stop();
    return next === null ? 'there is no such time' : null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Calls `run` at each time of the schedule until it is stopped. Throws for what {@link scheduleTrouble} refuses. */
export function startSchedule(schedule: Schedule, run: () => void): { stop(): void } {
  const cron = new Cron(schedule.cron, optionsOf(schedule), run);
  return { stop: () => cron.stop() };
}
