import { isDeeperThan, maxJsonDepth } from '#shared/fleet-api/json-depth.ts';
import { type LogLevel, type LogLine, logLineSchema } from '#shared/fleet-api/log-line.ts';
import { plainText } from '../database/plain-text.ts';

/** One log line as it is kept. */
export interface LogEntry {
  service: string | null;
  message: string;
  level: LogLevel;
  isSystem: boolean;
  isStdErr: boolean;
  /** Epoch milliseconds, by the agent's clock where that can be believed. */
  timestamp: number;
  /** The other fields of the line, as JSON. */
  meta: string;
}

export type ReadLine = { ok: true; entry: LogEntry } | { ok: false; reason: string };

/** Many small boxes have no clock that runs without power: they begin in 1970, or when their firmware was built. */
const earliestTimestamp = Date.UTC(2020, 0, 1);
const maxAheadMs = 86_400_000;

/** Reads one line of a batch that arrived at `receivedAt` (epoch milliseconds). */
export function readLogLine(text: string, receivedAt: number): ReadLine {
  const json = parseJson(text);
  if (json === undefined) return { ok: false, reason: 'not JSON' };
  if (isDeeperThan(maxJsonDepth, json)) return { ok: false, reason: 'nested too deeply' };
  const parsed = logLineSchema.safeParse(json);
  if (!parsed.success) return { ok: false, reason: parsed.error.issues[0]?.message ?? 'does not fit' };
  return { ok: true, entry: entryOf(parsed.data, json, receivedAt) };
}

function entryOf(line: LogLine, given: unknown, receivedAt: number): LogEntry {
  const { timestamp, level, message, source, isSystem, isStdErr, serviceName } = line;
  const service = serviceName ?? source?.name;
  const believed =
    timestamp !== undefined && timestamp >= earliestTimestamp && timestamp <= receivedAt + maxAheadMs;
  const { message: _message, timestamp: said, level: named, ...rest } = given as Record<string, unknown>;
  // What could not be used is still of use to whoever looks at the line.
  const unused = { ...(!believed && { timestamp: said }), ...(level === undefined && { level: named }) };
  return {
    service: service === undefined ? null : plainText(service),
    message: plainText(message),
    level: level ?? 'info',
    isSystem: isSystem ?? source?.type === 'system',
    isStdErr: isStdErr ?? false,
    timestamp: believed ? Math.trunc(timestamp) : receivedAt,
    meta: JSON.stringify({ ...rest, ...unused }),
  };
}

/** undefined for what is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
