import { type LogEntry, logLevels } from '#shared/gateway-api/management-api.ts';

export type LogLevel = (typeof logLevels)[number];

/** Choices of the level filter, from everything to the worst. */
export const levelChoices: readonly { value: LogLevel | 'all'; label: string }[] = [
  { value: 'all', label: 'All levels' },
  { value: 'info', label: 'Info and worse' },
  { value: 'warn', label: 'Warnings and errors' },
  { value: 'error', label: 'Errors' },
];

export const lineChoices = [100, 500, 1_000, 5_000] as const;

/** A line that has no level counts as an error on the error stream and as information on the other one. */
export const levelOf = (entry: Pick<LogEntry, 'level' | 'type'>): LogLevel =>
  entry.level ?? (entry.type === 'err' ? 'error' : 'info');

const rank = (level: LogLevel): number => logLevels.indexOf(level);

/** What is shown of the lines that the gateway sent: those of this level and worse. */
export const shownLines = (entries: readonly LogEntry[], minimum: LogLevel | 'all'): readonly LogEntry[] =>
  minimum === 'all' ? entries : entries.filter((entry) => rank(levelOf(entry)) >= rank(minimum));

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours begin with an escape character
const terminalCodes = /\u001b\[[0-9;?]*[A-Za-z]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what no font can show
const controls = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** The message as it can be read: without terminal colours; other control characters as `\x07`. */
export const readable = (message: string): string =>
  message
    .replace(terminalCodes, '')
    .replace(controls, (sign) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`);

/** Indexes of the lines that hold the searched text, whatever its case. */
export function findLines(entries: readonly LogEntry[], search: string): number[] {
  const wanted = search.toLowerCase();
  if (wanted === '') return [];
  const found: number[] = [];
  for (const [index, entry] of entries.entries()) {
    if (readable(entry.message).toLowerCase().includes(wanted)) found.push(index);
  }
  return found;
}

export interface Piece {
  text: string;
  hit: boolean;
}

/** A message cut at the hits of the search, so that they can be marked. */
export function pieces(message: string, search: string): Piece[] {
  const text = readable(message);
  const wanted = search.toLowerCase();
  if (wanted === '') return [{ text, hit: false }];
  const lower = text.toLowerCase();
  // Some letters change their length with their case: then marks would stand beside the hit.
  if (lower.length !== text.length) return [{ text, hit: lower.includes(wanted) }];
  const cut: Piece[] = [];
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    if (at > from) cut.push({ text: text.slice(from, at), hit: false });
    cut.push({ text: text.slice(at, at + wanted.length), hit: true });
    from = at + wanted.length;
  }
  if (from < text.length || cut.length === 0) cut.push({ text: text.slice(from), hit: false });
  return cut;
}

/** The hit after (or before) the present one, round the ends; -1 without hits. */
export function nextHit(hits: number, current: number, step: 1 | -1): number {
  if (hits === 0) return -1;
  if (current < 0) return step === 1 ? 0 : hits - 1;
  return (current + step + hits) % hits;
}

/** Lines as text for a file or the clipboard: moment, stream, process, level, message. */
export const logText = (entries: readonly LogEntry[]): string =>
  entries
    .map(({ timestamp, type, process, level, message }) =>
      [timestamp, type, process, ...(level ? [level] : []), readable(message)].join(' '),
    )
    .join('\n')
    .concat(entries.length > 0 ? '\n' : '');

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
const dayClock = new Intl.DateTimeFormat('en-GB', {
  day: '2-digit',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** `14:02:30.125` of today, `20 Nov, 14:02:30` of another day; what is no time stays as it is. */
export function lineTime(timestamp: string, now: number): string {
  const at = Date.parse(timestamp);
  if (Number.isNaN(at)) return timestamp;
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
  return (sameDay ? clock : dayClock).format(at);
}

/** How often the gateway is asked while following: less often for many lines, which all come again each time. */
export const followMs = (lines: number): number => (lines > 1_000 ? 5_000 : 2_000);

/** `312 lines`, `40 of 312 lines`, `the last 500 lines`. */
export function countWords(shown: number, received: number, asked: number): string {
  const all = `${received >= asked ? 'the last ' : ''}${received} ${received === 1 ? 'line' : 'lines'}`;
  return shown === received ? all : `${shown} of ${all}`;
}
