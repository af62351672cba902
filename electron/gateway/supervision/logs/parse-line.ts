import { type LogEntry, logLevels } from '#shared/gateway-api/management-api.ts';

/** What one line of a log file says. */
export interface ParsedLine {
  /** UTC epoch milliseconds; null when the line carries no time. */
  at: number | null;
  message: string;
  level: LogEntry['level'] | null;
}

/** Longer messages are cut and say so. */
const maxCharacters = 8_192;
/** Known of every line, or said elsewhere in the answer. */
const ownFields = new Set(['level', 'time', 'ts', 'pid', 'hostname', 'name', 'msg']);
const isoStart = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z) /;
const controlCharacters = /[\p{Cc}\p{Cs}]/gu;

/**
 * Reads a line as this product writes them, a JSON object with `time` or `ts`, or a text behind an ISO time; anything else is
 * text without a time. Never throws, whatever the bytes are.
 */
export function parseLine(line: string): ParsedLine {
  if (line.startsWith('{')) {
    const structured = parseStructured(line);
    if (structured !== null) return structured;
  }
  const time = isoStart.exec(line);
  const at = time?.[1] === undefined ? null : timeOf(time[1]);
  return { at, message: clean(at === null ? line : line.slice(time?.[0].length)), level: null };
}

function parseStructured(line: string): ParsedLine | null {
  let fields: Record<string, unknown>;
  try {
    fields = JSON.parse(line);
  } catch {
    return null;
  }
  const rest = Object.entries(fields).filter(([name]) => !ownFields.has(name));
  const words = [
    ...(fields.msg === undefined ? [] : [String(fields.msg)]),
    ...(rest.length === 0 ? [] : [JSON.stringify(Object.fromEntries(rest))]),
  ];
  return {
    at: timeOf(fields.time ?? fields.ts),
    message: clean(words.join(' ')),
    level: levelOf(fields.level),
  };
}

/** Only times that an ISO text can show. */
function timeOf(value: unknown): number | null {
  const at = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Math.abs(at) <= 8.64e15 ? at : null;
}

/** By name, or by pino's number: 10 trace … 60 fatal. */
function levelOf(value: unknown): LogEntry['level'] | null {
  if (typeof value === 'number') return logLevels[Math.floor(value / 10) - 1] ?? null;
  return logLevels.find((level) => level === value) ?? null;
}

function clean(text: string): string {
  const more = text.length - maxCharacters;
  const shown = more > 0 ? `${text.slice(0, maxCharacters)} … (${more} characters more)` : text;
  // Tabs and the line ends inside of structured messages stay.
  return shown.replace(controlCharacters, (character) =>
    '\t\n\r'.includes(character) ? character : '\uFFFD',
  );
}
