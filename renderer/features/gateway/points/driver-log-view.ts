import type { LogEntry } from '#shared/gateway-api/management-api.ts';

/** As many lines are drawn; the file that is saved holds all. */
export const lastLines = 2_000;

/** `2026-11-30T19:53:14.125Z warn 10.0.0.5: no answer`, as our gateways write it. */
const written = /^(\S+) (trace|debug|info|warn|error|fatal) (.*)$/;

/**
 * The end of a driver's log as lines. A line of another make, or the second line of a message, has no moment of its own: it
 * is shown as it is.
 */
export function driverLogLines(text: string, process: string): { lines: readonly LogEntry[]; all: number } {
  const all = text.split(/\r?\n/);
  if (all.at(-1) === '') all.pop();
  const lines = all.slice(-lastLines).map((line): LogEntry => {
    const [, timestamp = '', level = '', message = ''] = written.exec(line) ?? [];
    if (Number.isNaN(Date.parse(timestamp))) return { timestamp: '', type: 'out', process, message: line };
    return { timestamp, type: 'out', process, level: level as NonNullable<LogEntry['level']>, message };
  });
  return { lines, all: all.length };
}

/** `312 lines`, `the last 2000 of 5123 lines`. */
export const lineWords = (shown: number, all: number): string =>
  shown === all ? `${all} ${all === 1 ? 'line' : 'lines'}` : `the last ${shown} of ${all} lines`;

/** How often the log is asked for while it is followed: it comes whole each time, so a long one less often. */
export const followEveryMs = (characters: number): number => (characters > 256 * 1024 ? 10_000 : 3_000);
