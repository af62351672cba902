import { type LogEntry, logLevels } from '#shared/gateway-api/management-api.ts';

export type LogLevel = (typeof logLevels)[number];

/** What is shown of the lines that the gateway sent; process and type are asked of the gateway itself. */
export interface LogFilter {
  /** Lines below it are left out; null: all. */
  minimum: LogLevel | null;
}

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

export const shownLines = (entries: readonly LogEntry[], filter: LogFilter): LogEntry[] => {
  const { minimum } = filter;
  return minimum === null ? [...entries] : entries.filter((entry) => rank(levelOf(entry)) >= rank(minimum));
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours begin with an escape character
const terminalCodes = /\u001b\[[0-9;?]*[A-Za-z]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what no font can show
const controls = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** The message as it can be read: without terminal colours; other control characters as visible signs. */
export const readable = (message: string): string =>
  message
    .replace(terminalCodes, '')
    .replace(controls, (sign) =>
      sign === '\u007f' ? '\u2421' : String.fromCharCode(0x2400 + sign.charCodeAt(0)),
    );

/** Indexes of the lines that hold the searched text, whatever its case, in message or process. */
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
