import type { ChartData, ChartSeries } from '../../../components/chart/chart-data.ts';
import type { CallAnswer } from '../../../lib/gateway-calls/call-types.ts';

export type History = CallAnswer<'resourcesHistory'>['history'];

export const ranges = [
  { value: '1', hours: 1, label: '1 h', words: 'last hour' },
  { value: '6', hours: 6, label: '6 h', words: 'last 6 h' },
  { value: '24', hours: 24, label: '24 h', words: 'last 24 h' },
  { value: '168', hours: 168, label: '7 d', words: 'last 7 days' },
  { value: '720', hours: 720, label: '30 d', words: 'last 30 days' },
] as const;
export type Range = (typeof ranges)[number];

const figures = ['cpu', 'memory', 'disk'] as const;
export type Figure = (typeof figures)[number];

export const figureWords: Record<Figure, string> = { cpu: 'Processor', memory: 'Memory', disk: 'Disk' };
const colors: Record<Figure, string> = {
  cpu: '--gw-chart-1',
  memory: '--gw-chart-2',
  disk: '--gw-chart-3',
};

/** The history as a chart takes it; rows in ascending time, what is out of order (a clock that was set back) sorted in. */
export function historyData(history: History): ChartData {
  const rows = history
    .map((row) => ({ ...row, at: Date.parse(row.timestamp) }))
    .filter((row) => Number.isFinite(row.at))
    .sort((a, b) => a.at - b.at);
  return {
    times: rows.map((row) => row.at),
    series: figures.map(
      (figure): ChartSeries => ({
        label: figureWords[figure],
        color: colors[figure],
        values: rows.map((row) => row[figure]),
      }),
    ),
  };
}

/** One figure of it, for a chart of its own. */
export const oneFigure = (data: ChartData, figure: Figure): ChartData => ({
  times: data.times,
  series: data.series.filter(({ label }) => label === figureWords[figure]),
});

export const allFigures = figures;
