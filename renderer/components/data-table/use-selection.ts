import { useMemo, useState } from 'react';
import { type Chosen, pickedOf, type Selection } from './table-selection.ts';

export interface RowSelection<T> extends Selection<T> {
  /** The rows that are chosen and still there, in the order of the list. */
  picked: readonly T[];
  /** Lets rows go, by id. */
  drop(ids: readonly string[]): void;
}

/** Keeps what is chosen; a row that is gone, or cannot be chosen any more, is not chosen any more. */
export function useSelection<T>(options: {
  rows: readonly T[];
  rowId(row: T): string;
  name(row: T): string;
  whyNot?: (row: T) => string | null;
}): RowSelection<T> {
  const { rows, rowId, name, whyNot } = options;
  const [wanted, setWanted] = useState<Chosen>(new Set());
  const picked = useMemo(
    () => (wanted.size === 0 ? [] : pickedOf(rows, wanted, { rowId, whyNot })),
    [rows, wanted, rowId, whyNot],
  );
  const chosen = useMemo(() => new Set(picked.map(rowId)), [picked, rowId]);
  return {
    chosen,
    picked,
    name,
    whyNot,
    onChoose: setWanted,
    drop: (ids) => setWanted((known) => new Set([...known].filter((id) => !ids.includes(id)))),
  };
}
