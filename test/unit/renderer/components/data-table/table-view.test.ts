import { describe, expect, test } from 'vitest';
import {
  compareValues,
  type DataColumn,
  filterRows,
  moveRow,
} from '../../../../../renderer/components/data-table/table-view.ts';

interface Row {
  name: string;
  cpu: number | null;
}
const columns: DataColumn<Row>[] = [
  { id: 'name', label: 'Name', value: (row) => row.name },
  {
    id: 'cpu',
    label: 'CPU',
    value: (row) => row.cpu,
    text: (row) => (row.cpu === null ? '' : `${row.cpu} %`),
  },
];
const rows: Row[] = [
  { name: 'modbus-10', cpu: 3 },
  { name: 'launcher', cpu: null },
];

describe('filter', () => {
  test('every word has to be somewhere in the row, in any column', () => {
    expect(filterRows(rows, columns, '%  MODBUS')).toEqual([rows[0]]);
    expect(filterRows(rows, columns, 'modbus launcher')).toEqual([]);
  });
  test('no words are no filter, and nothing is copied', () => {
    expect(filterRows(rows, columns, '  ')).toBe(rows);
  });
});

describe('order', () => {
  test('texts count as people count, numbers by size', () => {
    expect(['m-10', 'm-2', 'M-1'].toSorted(compareValues)).toEqual(['M-1', 'm-2', 'm-10']);
    expect([10, 9, -1].toSorted(compareValues)).toEqual([-1, 9, 10]);
    expect([true, false].toSorted(compareValues)).toEqual([false, true]);
  });
});

describe('keys in a list', () => {
  test.each([
    [0, 'j', 1],
    [0, 'ArrowDown', 1],
    [4, 'j', 4],
    [3, 'k', 2],
    [0, 'ArrowUp', 0],
    [2, 'Home', 0],
    [2, 'End', 4],
    [0, 'PageDown', 4],
    [2, 'x', null],
  ])('from row %d, %s goes to %s', (row, key, next) => expect(moveRow(row, key, 5)).toBe(next));

  test('an empty list has no row to go to', () => expect(moveRow(0, 'j', 0)).toBeNull());
});
