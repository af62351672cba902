import type { ReactNode } from 'react';

export type CellValue = string | number | boolean | null | undefined;

/** One column: what it is sorted and filtered by, and how it is shown. Keep the list of columns at module scope or in a memo. */
export interface DataColumn<T> {
  id: string;
  label: string;
  /** Sorted by this; nothing comes last in either direction. */
  value(row: T): CellValue;
  /** Absent: the value as text, a dash for nothing. */
  cell?(row: T): ReactNode;
  /** What the filter looks at, when not the value. */
  text?(row: T): string;
  /** Right-aligned, tabular; the first click sorts the largest first. */
  number?: boolean;
  /** CSS width; absent: what is left, shared. */
  width?: number;
  /** Answers the first question and cannot be hidden. */
  fixed?: boolean;
  /** Not shown until it is chosen. */
  offAtFirst?: boolean;
  /** Known from before, while the rest of the row is of now. */
  isStale?(row: T): boolean;
}

/** Rows that hold every word of the filter in any of their columns, in the order in which they came. */
export function filterRows<T>(
  rows: readonly T[],
  columns: readonly DataColumn<T>[],
  filter: string,
): readonly T[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = columns
      .map((column) => column.text?.(row) ?? column.value(row) ?? '')
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

const natural = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Numbers by size, flags by truth, texts as people count: `modbus-2` before `modbus-10`. */
export function compareValues(a: CellValue, b: CellValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  return natural.compare(String(a ?? ''), String(b ?? ''));
}

/** The row that has the focus after a key; null when the key does not move it. */
export function moveRow(current: number, key: string, rows: number, page = 12): number | null {
  if (rows === 0) return null;
  const clamp = (index: number) => Math.max(0, Math.min(rows - 1, index));
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return clamp(current + 1);
    case 'ArrowUp':
    case 'k':
      return clamp(current - 1);
    case 'PageDown':
      return clamp(current + page);
    case 'PageUp':
      return clamp(current - page);
    case 'Home':
      return 0;
    case 'End':
      return rows - 1;
    default:
      return null;
  }
}
