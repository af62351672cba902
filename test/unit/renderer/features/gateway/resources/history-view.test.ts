import { expect, test } from 'vitest';
import {
  historyData,
  oneFigure,
} from '../../../../../../renderer/features/gateway/resources/history-view.ts';

const row = (minute: number, cpu: number) => ({
  timestamp: new Date(Date.UTC(2026, 10, 21, 12, minute)).toISOString(),
  cpu,
  memory: 30,
  disk: 40,
});

test('rows of a clock that was set back are put in order, so that the line goes forward', () => {
  const data = historyData([row(10, 1), row(5, 2), row(20, 3)]);
  expect(oneFigure(data, 'cpu').series.map(({ values }) => values)).toEqual([[2, 1, 3]]);
  expect(data.times).toEqual(data.times.toSorted((a, b) => a - b));
});

test('each figure is a line of its own', () => {
  const data = historyData([row(1, 9)]);
  expect(data.series.map(({ label, values }) => [label, values[0]])).toEqual([
    ['Processor', 9],
    ['Memory', 30],
    ['Disk', 40],
  ]);
});
