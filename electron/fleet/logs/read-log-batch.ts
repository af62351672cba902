import type { Readable } from 'node:stream';
import { failureError, failureOf } from '#platform/files/failure-error.ts';
import { type BodyLimits, inflateBody } from '#platform/http/inflate-body.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type CutLine, createLineCutter } from './cut-lines.ts';
import { type LogEntry, readLogLine } from './log-entry.ts';

/** Of one batch; agents send far less and halve a batch that was refused. */
export const logBatchLimits = {
  wireBytes: 10 * 1024 * 1024,
  inflatedBytes: 32 * 1024 * 1024,
  lineBytes: 64 * 1024,
  /** Blank ones, too: each costs more than it has on the wire. */
  lines: 50_000,
} as const;

export type LogBatchLimits = BodyLimits & { lineBytes: number; lines: number };

export interface LogBatch {
  entries: LogEntry[];
  /** Lines that are no log lines. */
  refused: number;
  /** Why the first of them was not taken; null when there is none. */
  firstReason: string | null;
}

/**
 * Reads a batch of log lines (NDJSON) as it arrives at `receivedAt`: good lines are kept, bad ones counted, blank ones are
 * nothing. BODY_TOO_LARGE, BODY_UNREADABLE, LOG_LINES_TOO_MANY: nothing of it is to be kept, the agent sends it again.
 */
export async function readLogBatch(
  body: Readable,
  encoding: string | undefined,
  receivedAt: number,
  limits: LogBatchLimits = logBatchLimits,
): Promise<Result<LogBatch>> {
  const batch: LogBatch = { entries: [], refused: 0, firstReason: null };
  const cutter = createLineCutter(limits.lineBytes);
  let count = 0;
  const takeAll = (lines: readonly CutLine[]) => {
    for (const line of lines) {
      count += 1;
      if (count > limits.lines) throw failureError(failure('LOG_LINES_TOO_MANY', { limit: limits.lines }));
      if ('text' in line && line.text.trim() === '') continue;
      takeLine(batch, count, line, receivedAt, limits.lineBytes);
    }
  };
  try {
    for await (const chunk of inflateBody(body, encoding, limits)) takeAll(cutter.push(chunk));
    takeAll(cutter.end());
    return ok(batch);
  } catch (error) {
    const expected = failureOf(error);
    if (expected !== null) return fail(expected);
    if (body.readableAborted) return fail(failure('BODY_UNREADABLE', { why: 'it broke off' }));
    throw error;
  }
}

function takeLine(batch: LogBatch, number: number, line: CutLine, receivedAt: number, maxBytes: number) {
  const read =
    'text' in line
      ? readLogLine(line.text, receivedAt)
      : ({ ok: false, reason: `${line.tooLongBytes} bytes, over ${maxBytes}` } as const);
  if (read.ok) {
    batch.entries.push(read.entry);
    return;
  }
  batch.refused += 1;
  batch.firstReason ??= `line ${number}: ${read.reason}`;
}
