import type { ConsoleHabits } from '#shared/bridge/serial-ports.ts';

/** What Enter sends. */
const sequences: Readonly<Record<ConsoleHabits['newline'], string>> = { cr: '\r', lf: '\n', crlf: '\r\n' };

/** The text as the device wants its lines to end, whatever ended them here. */
export const withNewlines = (text: string, newline: ConsoleHabits['newline']): string =>
  text.replace(/\r\n|\r|\n/g, sequences[newline]);

/** Lines with what ends them; the last one may have no end. */
export const linesOf = (text: string, newline: ConsoleHabits['newline']): string[] => {
  const end = sequences[newline];
  const lines = text.split(/\r\n|\r|\n/);
  const last = lines.pop() ?? '';
  const ended = lines.map((line) => line + end);
  return last === '' ? ended : [...ended, last];
};
