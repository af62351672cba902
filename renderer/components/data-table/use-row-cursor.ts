import { useHotkeys } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useRef, useState } from 'react';
import { moveRow } from './table-view.ts';

/** Below this the browser draws all rows faster than code could choose some. */
const virtualAbove = 200;

export interface RowCursor {
  scrollRef: RefObject<HTMLDivElement | null>;
  /** Only some rows are drawn, and the table scrolls by itself. */
  virtual: boolean;
  /** Indexes of the rows that are drawn. */
  drawn: readonly number[];
  /** Pixels that stand for the rows before and after those. */
  before: number;
  after: number;
  /** The row that Tab reaches. */
  current: number;
  onFocus(index: number): void;
  /** Moves the focus when the key does; true when it did. */
  onKey(event: KeyboardEvent, index: number): boolean;
}

/** One row of a table has the focus: j/k, arrows, page and end keys move it; of many rows only the seen ones are drawn. */
export function useRowCursor(rows: number, rowHeight: number): RowCursor {
  const scrollRef = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState(0);
  const current = Math.min(focused, rows - 1);
  const virtual = rows > virtualAbove;
  const virtualizer = useVirtualizer({
    count: rows,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    enabled: virtual,
  });
  const drawn = virtual
    ? virtualizer.getVirtualItems().map(({ index }) => index)
    : Array.from({ length: rows }, (_, index) => index);

  const focusRow = (index: number) => {
    setFocused(index);
    if (virtual) virtualizer.scrollToIndex(index);
    requestAnimationFrame(() =>
      scrollRef.current?.querySelector<HTMLElement>(`[data-row="${index}"]`)?.focus(),
    );
  };
  // The table can be entered by its own keys right after the screen opened, without a way through the tabs: where nobody is in
  // a field, and of several tables the first.
  useHotkeys(
    ['j', 'k', 'ArrowDown', 'ArrowUp'].map((key) => [
      key,
      () => {
        const isFirst = document.querySelector('[data-rows]') === scrollRef.current;
        if (isFirst && document.activeElement?.matches('body, main')) focusRow(current);
      },
    ]),
  );

  return {
    scrollRef,
    virtual,
    drawn,
    before: (drawn[0] ?? 0) * rowHeight,
    after: (rows - 1 - (drawn.at(-1) ?? 0)) * rowHeight,
    current,
    onFocus: setFocused,
    onKey(event, index) {
      const next = moveRow(index, event.key, rows);
      if (next === null) return false;
      event.preventDefault();
      focusRow(next);
      return true;
    },
  };
}
