const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const clockSeconds = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const clockMillis = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const dayYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const exact = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});

/** `14:02` in the time of this computer. */
export const formatClock = (at: number): string => clock.format(at);
export const formatClockSeconds = (at: number): string => clockSeconds.format(at);

/** `14:02:30.125`: lines of a console. */
export const formatClockMillis = (at: number): string => clockMillis.format(at);

/** `21 Nov`. */
export const formatDayShort = (at: number): string => day.format(at);

/** `21 Nov 14:02:09`: rows of a table, the cursor of a chart. */
export const formatDateTime = (at: number): string => `${day.format(at)} ${clockSeconds.format(at)}`;

/** Everything about the moment, for the tooltip: `Sat, 21 Nov 2026, 14:02:09 CET`. */
export const formatExact = (at: number): string => exact.format(at);

/** `20 Nov 2056` of a date in any form that a certificate carries; what is no date stays as it is. */
export function formatDay(text: string): string {
  const at = Date.parse(text);
  return Number.isNaN(at) ? text : dayYear.format(at);
}

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** `just now`, `4 min ago`, `today 09:12`, `yesterday 17:40`, `12 Nov 09:12`, `12 Nov 2025`. */
export function formatRelative(at: number, now: number): string {
  const ageMs = now - at;
  if (ageMs < 10_000 && ageMs > -10_000) return 'just now';
  if (ageMs >= 0 && ageMs < 60_000) return `${Math.floor(ageMs / 1_000)} s ago`;
  if (ageMs >= 0 && ageMs < 3_600_000) return `${Math.floor(ageMs / 60_000)} min ago`;
  const days = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
  if (days === 0) return `today ${clock.format(at)}`;
  if (days === 1) return `yesterday ${clock.format(at)}`;
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return sameYear ? `${day.format(at)} ${clock.format(at)}` : dayYear.format(at);
}

/** `14:02` for today, otherwise with the day: for "last seen …". */
export function formatSeen(at: number, now: number): string {
  const relative = formatRelative(at, now);
  return relative.startsWith('today') || relative.endsWith('ago') || relative === 'just now'
    ? clock.format(at)
    : relative;
}

/** Whole seconds until a moment, at least 0. */
export const secondsUntil = (at: number, now: number): number => Math.max(0, Math.ceil((at - now) / 1_000));
