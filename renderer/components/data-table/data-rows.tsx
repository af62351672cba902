import { Paper, UnstyledButton } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import classes from './data-table.module.css';
import { type DataColumn, moveRow } from './table-view.ts';

const rowHeight = 44;
/** Below this the browser draws all rows faster than code could choose some. */
const virtualAbove = 200;

interface DataRowsProps<T> {
  label: string;
  rows: readonly T[];
  columns: readonly DataColumn<T>[];
  rowId(row: T): string;
  sort: { id: string; desc: boolean };
  onSort(id: string): void;
  onOpen?: ((row: T) => void) | undefined;
  actions?: ((row: T) => ReactNode) | undefined;
  actionsWidth?: number;
  isSelected?: ((row: T) => boolean) | undefined;
  reserve?: number;
}

/** The rows: one of them has the focus, j/k and arrows move it, Enter opens it. */
export function DataRows<T>(props: DataRowsProps<T>) {
  const { rows, columns, rowId, onOpen, actions, isSelected, actionsWidth = 108, reserve = 250 } = props;
  const scrollRef = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState(0);
  const current = Math.min(focused, rows.length - 1);
  const virtual = rows.length > virtualAbove;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    enabled: virtual,
  });
  const items = virtual ? virtualizer.getVirtualItems() : rows.map((_, index) => ({ index }));
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;

  const focusRow = (index: number) => {
    setFocused(index);
    if (virtual) virtualizer.scrollToIndex(index);
    requestAnimationFrame(() =>
      scrollRef.current?.querySelector<HTMLElement>(`[data-row="${index}"]`)?.focus(),
    );
  };
  const onKey = (event: KeyboardEvent, index: number) => {
    if (event.target !== event.currentTarget || event.metaKey || event.ctrlKey || event.altKey) return;
    const row = rows[index];
    if (event.key === 'Enter' && row && onOpen) {
      onOpen(row);
      return;
    }
    const next = moveRow(index, event.key, rows.length);
    if (next === null) return;
    event.preventDefault();
    focusRow(next);
  };
  // The table can be entered by its own keys right after the screen opened, without a way through the tabs.
  useHotkeys(
    ['j', 'k', 'ArrowDown', 'ArrowUp'].map((key) => [
      key,
      () => {
        if (document.activeElement?.matches('body, main')) focusRow(current);
      },
    ]),
  );

  return (
    <Paper
      ref={scrollRef}
      className={virtual ? classes.scroll : classes.frame}
      style={virtual ? { height: `calc(100dvh - ${reserve}px)` } : undefined}
    >
      <table className={classes.table} aria-label={props.label} aria-rowcount={rows.length + 1}>
        <colgroup>
          {columns.map(({ id, width }) => (
            <col key={id} style={width ? { width } : undefined} />
          ))}
          {actions ? <col style={{ width: actionsWidth }} /> : null}
        </colgroup>
        <Head {...props} hasActions={actions !== undefined} />
        <tbody>
          {virtual ? <Spacer height={first * rowHeight} /> : null}
          {items.map(({ index }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <tr
                key={rowId(row)}
                className={classes.row}
                data-row={index}
                data-opens={onOpen ? true : undefined}
                data-selected={isSelected?.(row) || undefined}
                aria-rowindex={index + 2}
                aria-current={isSelected?.(row) ? 'true' : undefined}
                tabIndex={index === current ? 0 : -1}
                onFocus={() => setFocused(index)}
                onKeyDown={(event) => onKey(event, index)}
                onClick={onOpen ? () => onOpen(row) : undefined}
              >
                {columns.map((column) => (
                  <td key={column.id} className={column.number ? 'gw-number' : undefined}>
                    {column.cell ? column.cell(row) : (column.value(row)?.toString() ?? '–')}
                  </td>
                ))}
                {actions ? <Actions>{actions(row)}</Actions> : null}
              </tr>
            );
          })}
          {virtual ? <Spacer height={(rows.length - 1 - last) * rowHeight} /> : null}
        </tbody>
      </table>
    </Paper>
  );
}

function Head<T>({ columns, sort, onSort, hasActions }: DataRowsProps<T> & { hasActions: boolean }) {
  return (
    <thead>
      <tr>
        {columns.map((column) => {
          const sorted = sort.id === column.id;
          const Arrow = sort.desc ? IconArrowDown : IconArrowUp;
          return (
            <th
              key={column.id}
              scope="col"
              aria-sort={sorted ? (sort.desc ? 'descending' : 'ascending') : 'none'}
            >
              <UnstyledButton
                className={classes.sort}
                data-number={column.number || undefined}
                onClick={() => onSort(column.id)}
              >
                {column.label}
                {sorted ? <Arrow size={14} aria-hidden /> : null}
              </UnstyledButton>
            </th>
          );
        })}
        {hasActions ? (
          <th scope="col">
            <span className={classes.hiddenWord}>Actions</span>
          </th>
        ) : null}
      </tr>
    </thead>
  );
}

/** Buttons of the row are pressed, not the row. */
const Actions = ({ children }: { children: ReactNode }) => (
  // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the row itself
  <td className={classes.end} onClick={(event) => event.stopPropagation()}>
    <div className={classes.endGroup}>{children}</div>
  </td>
);

/** Stands for the rows that are not drawn. */
const Spacer = ({ height }: { height: number }) => (
  <tr aria-hidden style={{ height }}>
    <td />
  </tr>
);
