/** One row of a log whose rows are chained by their hashes. */
export interface Link {
  /** From 1, without gaps. */
  number: number;
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

export interface ChainEnds<L extends Link> {
  /** The note of the log's end; null when it is gone. */
  head: ChainHead | null;
  /** Whether entries up to this one were taken out by the server itself, as an entry of the log has it. */
  isRemoved(last: ChainHead): boolean;
  hashOf(row: L): string;
}

/** Walks the rows in the order of their numbers. */
export function verifyChain<L extends Link>(
  rows: Iterable<L>,
  { head, isRemoved, hashOf }: ChainEnds<L>,
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
