import { Paper } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { count } from '../../lib/format/words.ts';
import { AllChoice, RowChoice } from './choice-box.tsx';
import classes from './data-table.module.css';
import { TableHead } from './table-head.tsx';
import { allState, type Selection, toggled, withAll, withRange } from './table-selection.ts';
import type { DataColumn } from './table-view.ts';
import { useRowCursor } from './use-row-cursor.ts';

export interface DataRowsProps<T> {
  label: string;
  noun: readonly [one: string, many: string];
  rows: readonly T[];
  columns: readonly DataColumn<T>[];
  rowId(row: T): string;
  sort: { id: string; desc: boolean };
  onSort(id: string): void;
  onOpen?: ((row: T) => void) | undefined;
  actions?: ((row: T) => ReactNode) | undefined;
  actionsWidth?: number;
  /** The row whose details are open. */
  isCurrent?: ((row: T) => boolean) | undefined;
  selection?: Selection<T> | undefined;
  /** Pixels; 44 without. */
  rowHeight?: number;
  /** Without a frame of its own: inside a card. */
  bare?: boolean;
  reserve?: number;
}

/** The rows: one of them has the focus, j/k and arrows move it, Enter opens it, Space chooses it. */
export function DataRows<T>(props: DataRowsProps<T>) {
  const { rows, columns, rowId, onOpen, actions, selection, actionsWidth = 108, rowHeight = 44 } = props;
  const cursor = useRowCursor(rows.length, rowHeight);
  const choose = useChoice(rows, rowId, selection);

  const onKey = (event: KeyboardEvent, index: number) => {
    if (event.target !== event.currentTarget || event.metaKey || event.ctrlKey || event.altKey) return;
    const row = rows[index];
    if (row === undefined) return;
    if (event.key === 'Enter') onOpen?.(row);
    else if (event.key === ' ' && choose) {
      event.preventDefault();
      choose(row, event.shiftKey);
    } else cursor.onKey(event, index);
  };

  return (
    <Paper
      ref={cursor.scrollRef}
      data-rows
      data-bare={props.bare || undefined}
      withBorder={!props.bare}
      className={cursor.virtual ? classes.scroll : classes.frame}
      style={cursor.virtual ? { height: `calc(100dvh - ${props.reserve ?? 250}px)` } : undefined}
    >
      <table className={classes.table} aria-label={props.label} aria-rowcount={rows.length + 1}>
        <colgroup>
          {selection ? <col style={{ width: 44 }} /> : null}
          {columns.map(({ id, width }) => (
            <col key={id} style={width ? { width } : undefined} />
          ))}
          {actions ? <col style={{ width: actionsWidth }} /> : null}
        </colgroup>
        <TableHead
          columns={columns}
          sort={props.sort}
          onSort={props.onSort}
          choice={selection ? <ChoiceOfAll {...props} selection={selection} /> : null}
          hasActions={actions !== undefined}
        />
        <tbody>
          {cursor.virtual ? <Spacer height={cursor.before} /> : null}
          {cursor.drawn.map((index) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <DataRow
                {...props}
                key={rowId(row)}
                row={row}
                index={index}
                focused={index === cursor.current}
                onFocus={() => cursor.onFocus(index)}
                onKey={(event) => onKey(event, index)}
                onChoose={choose === null ? undefined : (range) => choose(row, range)}
              />
            );
          })}
          {cursor.virtual ? <Spacer height={cursor.after} /> : null}
        </tbody>
      </table>
    </Paper>
  );
}

/** Chooses a row, or lets it go, alone or up to the one before; null where rows cannot be chosen. */
function useChoice<T>(
  rows: readonly T[],
  rowId: (row: T) => string,
  selection: Selection<T> | undefined,
): ((row: T, range: boolean) => void) | null {
  const anchor = useRef<string | null>(null);
  if (!selection) return null;
  return (row, range) => {
    if (selection.whyNot?.(row)) return;
    const id = rowId(row);
    selection.onChoose(
      range
        ? withRange(selection.chosen, choosable(rows, rowId, selection), anchor.current, id)
        : toggled(selection.chosen, id),
    );
    anchor.current = id;
  };
}

const choosable = <T,>(rows: readonly T[], rowId: (row: T) => string, selection: Selection<T>): string[] =>
  rows.filter((row) => (selection.whyNot?.(row) ?? null) === null).map(rowId);

function ChoiceOfAll<T>({ rows, rowId, noun, selection }: DataRowsProps<T> & { selection: Selection<T> }) {
  const ids = choosable(rows, rowId, selection);
  return (
    <AllChoice
      state={allState(selection.chosen, ids)}
      what={ids.length === 1 ? `the one ${noun[0]}` : `all ${count(ids.length, ...noun)}`}
      disabled={ids.length === 0}
      onToggle={() => selection.onChoose(withAll(selection.chosen, ids))}
    />
  );
}

interface DataRowProps<T> extends DataRowsProps<T> {
  row: T;
  index: number;
  focused: boolean;
  onFocus(): void;
  onKey(event: KeyboardEvent): void;
  onChoose: ((range: boolean) => void) | undefined;
}

function DataRow<T>(props: DataRowProps<T>) {
  const { row, index, columns, rowId, rowHeight, onOpen, onChoose, actions, selection, isCurrent } = props;
  const chosen = selection?.chosen.has(rowId(row)) ?? false;
  return (
    <tr
      className={classes.row}
      style={rowHeight ? { height: rowHeight } : undefined}
      data-row={index}
      data-opens={onOpen ? true : undefined}
      data-selected={isCurrent?.(row) || chosen || undefined}
      aria-rowindex={index + 2}
      aria-current={isCurrent?.(row) ? 'true' : undefined}
      tabIndex={props.focused ? 0 : -1}
      onFocus={props.onFocus}
      onKeyDown={props.onKey}
      // With Shift the browser would mark text from row to row.
      onMouseDown={onChoose ? (event) => (event.shiftKey ? event.preventDefault() : undefined) : undefined}
      onClick={(event) => {
        if (event.shiftKey && onChoose) onChoose(true);
        else onOpen?.(row);
      }}
    >
      {selection && onChoose ? (
        <RowChoice
          name={selection.name(row)}
          checked={chosen}
          whyNot={selection.whyNot?.(row) ?? null}
          onToggle={onChoose}
        />
      ) : null}
      {columns.map((column) => (
        <td
          key={column.id}
          className={column.number ? 'gw-number' : undefined}
          data-stale={column.isStale?.(row) || undefined}
        >
          {column.cell ? column.cell(row) : (column.value(row)?.toString() ?? '–')}
        </td>
      ))}
      {actions ? <Actions>{actions(row)}</Actions> : null}
    </tr>
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
