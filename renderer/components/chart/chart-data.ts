/** Numbers over time as a chart takes them, and what is worked out from them. */

export interface ChartSeries {
  label: string;
  /** A colour of the theme as a CSS variable: `--gw-chart-1`. */
  color: string;
  /** One a time; null: nothing was measured. */
  values: readonly (number | null)[];
  /** Thin and without a point of its own in the legend: the edge of a band. */
  edge?: boolean;
}

export interface ChartData {
  /** Epoch milliseconds, ascending. */
  times: readonly number[];
  series: readonly ChartSeries[];
}

/** The distance at which most neighbours stand; null with fewer than two times. */
export function usualStepMs(times: readonly number[]): number | null {
  const steps = times
    .slice(1)
    .map((time, index) => time - (times[index] ?? time))
    .filter((step) => step > 0)
    .sort((a, b) => a - b);
  return steps[Math.floor((steps.length - 1) / 2)] ?? null;
}

/**
 * Puts a time without values wherever more than `maxStepMs` passed without a measurement, so that a gap is drawn as a gap
 * and never as a line through what nobody knows.
 */
export function withGaps(data: ChartData, maxStepMs: number): ChartData {
  const times: number[] = [];
  const values: (number | null)[][] = data.series.map(() => []);
  data.times.forEach((time, index) => {
    const before = data.times[index - 1];
    if (before !== undefined && time - before > maxStepMs) {
      times.push(Math.round((before + time) / 2));
      for (const column of values) column.push(null);
    }
    times.push(time);
    data.series.forEach((series, n) => {
      values[n]?.push(series.values[index] ?? null);
    });
  });
  return { times, series: data.series.map((series, n) => ({ ...series, values: values[n] ?? [] })) };
}

export interface Figures {
  min: number;
  max: number;
  mean: number;
  last: number;
}

/** Of the measured values within a range of time (both ends included; null: all); null when there are none. */
export function figuresOf(
  times: readonly number[],
  values: readonly (number | null)[],
  range: readonly [number, number] | null = null,
): Figures | null {
  const inRange = values.filter((value, index): value is number => {
    const time = times[index] ?? Number.NaN;
    return value !== null && (range === null || (time >= range[0] && time <= range[1]));
  });
  const last = inRange.at(-1);
  if (last === undefined) return null;
  let [min, max, sum] = [last, last, 0];
  for (const value of inRange) {
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
  }
  return { min, max, mean: sum / inRange.length, last };
}

/** A line for a small picture without axes: SVG path data in a box of `width` × `height`, broken at gaps. */
export function sparkPath(
  data: { times: readonly number[]; values: readonly (number | null)[] },
  box: { width: number; height: number; min: number; max: number; maxStepMs: number },
): string {
  const [start, end] = [data.times[0], data.times.at(-1)];
  if (start === undefined || end === undefined || end === start || box.max === box.min) return '';
  let path = '';
  let before: number | null = null;
  data.times.forEach((time, index) => {
    const value = data.values[index] ?? null;
    if (value === null) {
      before = null;
      return;
    }
    const x = ((time - start) / (end - start)) * box.width;
    const share = Math.min(1, Math.max(0, (value - box.min) / (box.max - box.min)));
    const y = box.height - share * box.height;
    const joined = before !== null && time - before <= box.maxStepMs;
    path += `${joined ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    before = time;
  });
  return path;
}
