import type { ChartData } from './chart-data.ts';

export interface ChartProps {
  /** `Processor of boiler-room, last 24 h`. */
  label: string;
  data: ChartData;
  /** A value with its unit, as in the legend and on the axis. */
  format(value: number): string;
  /** Of the axis; absent: what the values need. */
  range?: readonly [number, number];
  /** Longer without a measurement is a gap; absent: two and a half usual steps. */
  maxStepMs?: number;
  height?: number;
  /** Charts with the same name share the cursor. */
  group?: string;
  /** Epoch milliseconds that are looked at; null: all. */
  zoom?: readonly [number, number] | null;
  onZoom?(zoom: readonly [number, number] | null): void;
}
