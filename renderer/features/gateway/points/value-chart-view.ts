import type { Address } from '#shared/gateway-api/configuration.ts';
import type { HistoryRow } from '#shared/gateway-api/values.ts';
import { type ChartData, usualStepMs } from '../../../components/chart/chart-data.ts';

const minuteMs = 60_000;

/** Each range with the step over which the gateway is asked to average; null: every value as it was read. */
export const valueRanges = [
  { value: '15m', label: '15 min', words: 'last 15 min', ms: 15 * minuteMs, aggregate: null, stepMs: null },
  { value: '1h', label: '1 h', words: 'last hour', ms: 60 * minuteMs, aggregate: null, stepMs: null },
  { value: '6h', label: '6 h', words: 'last 6 h', ms: 360 * minuteMs, aggregate: '1m', stepMs: minuteMs },
  {
    value: '24h',
    label: '24 h',
    words: 'last 24 h',
    ms: 1_440 * minuteMs,
    aggregate: '5m',
    stepMs: 5 * minuteMs,
  },
] as const;
export type ValueRange = (typeof valueRanges)[number];

/** Begins on a whole minute, so that the same question is asked again and not a new one at every look. */
export const startOf = (range: ValueRange, now: number): number =>
  Math.floor((now - range.ms) / minuteMs) * minuteMs;

/** Rows of one address as a chart takes them: the value, and the edges of each step where the gateway told them. */
export function valueData(rows: readonly HistoryRow[], address: Pick<Address, 'name'>): ChartData {
  const sorted = rows
    .map((row) => ({ ...row, at: Date.parse(row.ts) }))
    .filter(({ at }) => Number.isFinite(at))
    .sort((a, b) => a.at - b.at);
  const hasEdges = sorted.some(({ min, max }) => min !== undefined && max !== undefined);
  const edge = (label: string, pick: (row: HistoryRow) => number | undefined) => ({
    label,
    color: '--gw-chart-2',
    edge: true,
    values: sorted.map((row) => pick(row) ?? null),
  });
  return {
    times: sorted.map(({ at }) => at),
    series: [
      {
        label: hasEdges ? 'Mean' : address.name,
        color: '--gw-chart-1',
        values: sorted.map(({ value }) => value),
      },
      ...(hasEdges ? [edge('Lowest', ({ min }) => min), edge('Highest', ({ max }) => max)] : []),
    ],
  };
}

/** As many digits as tell something, with the unit. */
export function formatValue(value: number, unit: string | undefined): string {
  const text =
    Number.isInteger(value) && Math.abs(value) < 1e15 ? String(value) : String(Number(value.toPrecision(5)));
  return unit ? `${text} ${unit}` : text;
}

/**
 * From when on nothing for so long is a gap: a few reads, or a few steps. What a device sends when it likes comes
 * irregularly, so that its usual distance counts as well.
 */
export function gapMs(
  range: ValueRange,
  address: Pick<Address, 'pollIntervalMs'>,
  times: readonly number[],
): number {
  if (range.stepMs !== null) return 2.5 * range.stepMs;
  return Math.max(5_000, 3 * (address.pollIntervalMs ?? 0), 5 * (usualStepMs(times) ?? 0));
}
