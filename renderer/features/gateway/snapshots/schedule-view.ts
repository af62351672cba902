import type { GatewaySettings } from '#shared/gateway-api/settings.ts';
import { count } from '../../../lib/format/words.ts';

/** The schedule as people set it; `custom` is cron with five fields for everything else. */
export type Schedule =
  | { every: 'never' }
  | { every: 'day'; time: string }
  | { every: 'week'; time: string; weekday: number }
  | { every: 'custom'; cron: string };

export const weekdays = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
] as const;

const daily = /^(\d{1,2}) (\d{1,2}) \* \* (\*|[0-7])$/;

/** Reads what the gateway has; what is not one of the plain forms stays cron. */
export function parseSchedule(cron: string): Schedule {
  const text = cron.trim().replace(/\s+/g, ' ');
  if (text === '') return { every: 'never' };
  const [, minute = '', hour = '', weekday = ''] = daily.exec(text) ?? [];
  if (minute === '' || Number(minute) > 59 || Number(hour) > 23) return { every: 'custom', cron: text };
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  // Cron knows Sunday as 0 and as 7.
  return weekday === '*' ? { every: 'day', time } : { every: 'week', time, weekday: Number(weekday) % 7 };
}

/** As the gateway stores it: cron with five fields, empty for never. */
export function cronOf(schedule: Schedule): string {
  switch (schedule.every) {
    case 'never':
      return '';
    case 'custom':
      return schedule.cron.trim().replace(/\s+/g, ' ');
    default: {
      const [hour = '0', minute = '0'] = schedule.time.split(':');
      const day = schedule.every === 'week' ? schedule.weekday : '*';
      return `${Number(minute)} ${Number(hour)} * * ${day}`;
    }
  }
}

const timeOfDay = /^([01]\d|2[0-3]):[0-5]\d$/;

/** What is wrong with it; null when it can be sent. The gateway has the last word about cron. */
export function scheduleProblem(schedule: Schedule): string | null {
  if (schedule.every === 'never') return null;
  if (schedule.every === 'custom') {
    const fields = schedule.cron.trim().split(/\s+/);
    return fields.length === 5 && fields.every((field) => /^[\d*/,\-A-Za-z?L#]+$/.test(field))
      ? null
      : 'Five fields: minute, hour, day, month, weekday. For example 0 */6 * * *';
  }
  return timeOfDay.test(schedule.time) ? null : 'A time such as 03:00.';
}

/** `Every day at 03:00, Europe/Berlin`. */
export function scheduleWords(
  settings: Pick<GatewaySettings, 'snapshotSchedule' | 'snapshotTimeZone'>,
): string {
  const schedule = parseSchedule(settings.snapshotSchedule);
  const zone = settings.snapshotTimeZone === '' ? "in the gateway's time" : settings.snapshotTimeZone;
  switch (schedule.every) {
    case 'never':
      return 'None by itself';
    case 'day':
      return `Every day at ${schedule.time}, ${zone}`;
    case 'week':
      return `Every ${weekdays[schedule.weekday]} at ${schedule.time}, ${zone}`;
    case 'custom':
      return `By ${schedule.cron}, ${zone}`;
  }
}

/** `the newest 50, none older than 90 days`. */
export const keepWords = (
  settings: Pick<GatewaySettings, 'snapshotKeepCount' | 'snapshotKeepDays'>,
): string =>
  `the newest ${settings.snapshotKeepCount}, none older than ${count(settings.snapshotKeepDays, 'day')}`;

export const everyChoices = [
  { value: 'never', label: 'Not by itself' },
  { value: 'day', label: 'Every day' },
  { value: 'week', label: 'Every week' },
  { value: 'custom', label: 'By cron' },
] as const satisfies readonly { value: Schedule['every']; label: string }[];

/** Another kind of schedule that keeps what of the present one fits. */
export function changedEvery(schedule: Schedule, every: string | null): Schedule {
  const time = 'time' in schedule ? schedule.time : '03:00';
  switch (every) {
    case 'day':
      return { every, time };
    case 'week':
      return { every, time, weekday: 1 };
    case 'custom':
      return { every, cron: cronOf(schedule) || '0 3 * * *' };
    default:
      return { every: 'never' };
  }
}

/** What is wrong with the numbers of the retention, each within what the gateway takes. */
export function keepProblem(
  keepCount: number | string,
  keepDays: number | string,
): { count: string | null; days: string | null } {
  const within = (value: number | string, max: number): string | null =>
    Number.isInteger(Number(value)) && value !== '' && Number(value) >= 1 && Number(value) <= max
      ? null
      : `A whole number from 1 to ${max}.`;
  return { count: within(keepCount, 5_000), days: within(keepDays, 3_650) };
}
