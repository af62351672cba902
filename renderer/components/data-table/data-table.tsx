import { Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import {
  columnVisibilityFeature,
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { type ReactNode, useMemo, useState } from 'react';
import { DataRows } from './data-rows.tsx';
import { chosenWords, type Selection } from './table-selection.ts';
import { TableTools } from './table-tools.tsx';
import { type CellValue, compareValues, type DataColumn, filterRows } from './table-view.ts';

const features = tableFeatures({
  rowSortingFeature,
  columnVisibilityFeature,
  sortedRowModel: createSortedRowModel(),
});

export interface DataTableProps<T> {
  /** What the rows are, for screen readers: `Processes of boiler-room`. */
  label: string;
  /** `process`, `processes`. */
  noun: readonly [one: string, many: string];
  rows: readonly T[];
  columns: readonly DataColumn<NoInfer<T>>[];
  rowId(row: NoInfer<T>): string;
  /** Absent: in the order of `rows` until a column is pressed. */
  sortBy?: { id: string; descending: boolean };
  /** Remembers which columns are shown under this name. */
  storageKey: string;
  filterHint: string;
  /** At the right of the filter: choices and the button that adds one. */
  tools?: ReactNode;
  /** Enter, or a click on the row. */
  onOpen?: ((row: T) => void) | undefined;
  /** Buttons at the end of a row. */
  actions?: ((row: T) => ReactNode) | undefined;
  actionsWidth?: number;
  /** The row whose details are open. */
  isCurrent?: ((row: T) => boolean) | undefined;
  /** Rows can be chosen: by their box, by Space, a range with Shift. */
  selection?: Selection<NoInfer<T>> | undefined;
  /** What can be done with the chosen rows; stands in for the tools while some are chosen. */
  bulk?: ReactNode;
  /** Without a frame of its own: inside a card. */
  bare?: boolean;
  /** Pixels of the window that are not the table's, when it scrolls by itself. */
  reserve?: number;
}

/** The product's table: filter as you type, sort, choose columns, j/k and arrows, drawn in part above 200 rows. */
export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { rows, columns, rowId, noun } = props;
  const [filter, setFilter] = useState('');
  const [sorting, setSorting] = useState<SortingState>(
    props.sortBy ? [{ id: props.sortBy.id, desc: props.sortBy.descending }] : [],
  );
  const [hidden, setHidden] = useLocalStorage<string[]>({
    key: `columns-hidden-${props.storageKey}`,
    defaultValue: columns.filter(({ offAtFirst }) => offAtFirst).map(({ id }) => id),
  });
  const data = useMemo(() => filterRows(rows, columns, filter), [rows, columns, filter]);
  const definitions = useMemo(
    () =>
      columns.map((column) => ({
        id: column.id,
        // Undefined sorts last, whatever the direction.
        accessorFn: (row: T): CellValue => column.value(row) ?? undefined,
        sortUndefined: 'last' as const,
        sortDescFirst: column.number ?? false,
        sortFn: (
          a: { getValue(id: string): unknown },
          b: { getValue(id: string): unknown },
          id: string,
        ): number => compareValues(a.getValue(id) as CellValue, b.getValue(id) as CellValue),
      })),
    [columns],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: data as T[],
    getRowId: rowId,
    enableSortingRemoval: false,
    state: {
      sorting,
      columnVisibility: Object.fromEntries(hidden.map((id) => [id, false])),
    },
    onSortingChange: setSorting,
  });
  const shown = columns.filter(({ id }) => table.getColumn(id)?.getIsVisible() ?? true);
  const sorted = table.getRowModel().rows.map((row) => row.original as T);
  const { selection } = props;
  const chosen = selection && selection.chosen.size > 0 ? selection : null;
  return (
    <>
      <TableTools
        filter={filter}
        filterHint={props.filterHint}
        onFilter={setFilter}
        shown={sorted.length}
        all={rows.length}
        noun={noun}
        columns={columns}
        hidden={hidden}
        onHidden={setHidden}
        chosen={
          chosen
            ? {
                words: chosenWords(chosen.chosen, sorted.map(rowId)),
                onClear: () => chosen.onChoose(new Set()),
              }
            : null
        }
        bulk={props.bulk}
      >
        {props.tools}
      </TableTools>
      {sorted.length === 0 ? (
        <Text c="dimmed" py="xl" ta="center">
          {filter ? `No ${noun[0]} matches “${filter}”.` : `No ${noun[1]}.`}
        </Text>
      ) : (
        <DataRows
          {...props}
          rows={sorted}
          columns={shown}
          sort={sorting[0] ?? { id: '', desc: false }}
          onSort={(id) => table.getColumn(id)?.toggleSorting()}
        />
      )}
    </>
  );
}
