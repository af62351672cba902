import { createHash } from 'node:crypto';
import type { Activity } from '#shared/gateway-api/management-api.ts';

/** One row of the activity log as it is stored. */
export interface ActivityRow {
  /** From 1, without gaps. */
  number: number;
  /** UTC epoch milliseconds. */
  at: number;
  type: Activity['type'];
  action: string;
  target: string;
  user: string;
  /** JSON, byte for byte as it was hashed. */
  details: string;
  /** Hash of the row before, lowercase hex. */
  previous: string;
  hash: string;
}

/** Up to where the log was written, kept apart from it. */
export interface ChainHead {
  number: number;
  hash: string;
}

export const chainStart: ChainHead = { number: 0, hash: '0'.repeat(64) };

/** SHA-256 over all that a row says and over the hash of the one before; an array, so that no field can run into the next. */
export const hashOf = (row: Omit<ActivityRow, 'hash'>): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        row.previous,
        row.number,
        row.at,
        row.type,
        row.action,
        row.target,
        row.user,
        row.details,
      ]),
    )
    .digest('hex');

/** What is wrong with a log, in the order of its numbers. */
export type ChainFault =
  | { fault: 'changed'; number: number }
  | { fault: 'missing'; from: number; to: number }
  | { fault: 'replaced'; number: number }
  | { fault: 'cut-off'; from: number; to: number }
  | { fault: 'no-head' };

export interface ChainVerdict {
  entries: number;
  last: ChainHead;
  faults: ChainFault[];
}

/**
 * Walks the rows in the order of their numbers. `removed` says that entries up to that one were taken out by the gateway
 * itself, as an entry of the log has it; `head` is null when the note of the log's end is gone.
 */
export function verifyChain(
  rows: Iterable<ActivityRow>,
  head: ChainHead | null,
  isRemoved: (last: ChainHead) => boolean,
): ChainVerdict {
  const faults: ChainFault[] = [];
  let last = chainStart;
  let entries = 0;
  for (const row of rows) {
    const gap = row.number !== last.number + 1;
    const allowed = entries === 0 && gap && isRemoved({ number: row.number - 1, hash: row.previous });
    if (gap && !allowed) faults.push({ fault: 'missing', from: last.number + 1, to: row.number - 1 });
    // Behind a gap the row before is not there to compare with.
    if (!gap && row.previous !== last.hash) faults.push({ fault: 'replaced', number: last.number });
    if (hashOf(row) !== row.hash) faults.push({ fault: 'changed', number: row.number });
    if (head?.number === row.number && head.hash !== row.hash) {
      faults.push({ fault: 'replaced', number: row.number });
    }
    last = { number: row.number, hash: row.hash };
    entries += 1;
  }
  if (head === null && entries > 0) faults.push({ fault: 'no-head' });
  if (head !== null && head.number > last.number) {
    faults.push({ fault: 'cut-off', from: last.number + 1, to: head.number });
  }
  return { entries, last, faults };
}
