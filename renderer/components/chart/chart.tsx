import { SegmentedControl, Skeleton } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { formatDateTime } from '../../lib/format/time.ts';
import { DataTable } from '../data-table/data-table.tsx';
import type { DataColumn } from '../data-table/table-view.ts';
import classes from './chart.module.css';
import { usualStepMs, withGaps } from './chart-data.ts';
import type { ChartProps } from './chart-props.ts';

const Plot = lazy(() => import('./plot.tsx'));

/** Numbers over time: cursor values in the legend, drag to zoom, double-click to reset, gaps as gaps. */
export function Chart(props: ChartProps) {
  const { data, maxStepMs, height = 180 } = props;
  const plotted = useMemo(() => {
    const step = maxStepMs ?? 2.5 * (usualStepMs(data.times) ?? Number.POSITIVE_INFINITY);
    return withGaps(data, step);
  }, [data, maxStepMs]);
  return (
    <Suspense fallback={<Skeleton h={height} className="gw-late" />}>
      <figure className={classes.figure} aria-label={props.label}>
        <Plot {...props} data={plotted} height={height} />
      </figure>
    </Suspense>
  );
}

/** The way from a chart to the table of the same data and back. */
export function useChartOrTable(): { view: 'chart' | 'table'; control: ReactNode } {
  const [view, setView] = useState<'chart' | 'table'>('chart');
  return {
    view,
    control: (
      <SegmentedControl
        aria-label="Shown as"
        value={view}
        onChange={(next) => setView(next === 'table' ? 'table' : 'chart')}
        data={[
          { value: 'chart', label: 'Chart' },
          { value: 'table', label: 'Table' },
        ]}
      />
    ),
  };
}

interface TableRow {
  time: number;
  values: readonly (number | null)[];
}

/** What a chart draws, as a table: newest first. */
export function ChartTable({ label, data, format }: Pick<ChartProps, 'label' | 'data' | 'format'>) {
  const rows = useMemo<TableRow[]>(
    () =>
      data.times.map((time, index) => ({
        time,
        values: data.series.map((series) => series.values[index] ?? null),
      })),
    [data],
  );
  const names = data.series.map((series) => series.label).join('\n');
  const columns = useMemo<DataColumn<TableRow>[]>(
    () => [
      {
        id: 'time',
        label: 'Time',
        value: (row) => row.time,
        cell: (row) => formatDateTime(row.time),
        text: (row) => formatDateTime(row.time),
        fixed: true,
      },
      ...names.split('\n').map((name, index) => ({
        id: name,
        label: name,
        number: true,
        value: (row: TableRow) => row.values[index] ?? null,
        cell: (row: TableRow) => {
          const value = row.values[index] ?? null;
          return value === null ? '–' : format(value);
        },
      })),
    ],
    [names, format],
  );
  return (
    <DataTable
      label={label}
      noun={['row', 'rows']}
      rows={rows}
      columns={columns}
      rowId={(row) => String(row.time)}
      sortBy={{ id: 'time', descending: true }}
      storageKey="chart"
      filterHint="Filter by time or value"
      reserve={360}
    />
  );
}
