import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import { formatDateTime } from '../../lib/format/time.ts';
import classes from './chart.module.css';
import type { ChartProps } from './chart-props.ts';
import { tickWords } from './time-axis.ts';

type PlotProps = ChartProps & { height: number };

const css = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const dataOf = ({ data }: PlotProps): UPlot.AlignedData => [
  data.times.map((time) => time / 1_000),
  ...data.series.map((series) => [...series.values]),
];

/** uPlot in React's hands: made anew when what it looks like changes, given new numbers otherwise. */
export default function Plot(props: PlotProps) {
  const hostRef = useRef<HTMLDivElement>(null);
  const plotRef = useRef<UPlot | null>(null);
  const propsRef = useRef(props);
  propsRef.current = props;
  const scheme = useComputedColorScheme('light');
  const look = JSON.stringify([
    scheme,
    props.group,
    props.height,
    props.range,
    props.data.series.map(({ label, color, edge }) => [label, color, edge]),
  ]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `look` stands for all that it is made of
  useEffect(() => {
    const host = hostRef.current;
    if (!host) return;
    const plot = new UPlot(
      optionsOf(() => propsRef.current, host.clientWidth),
      dataOf(propsRef.current),
      host,
    );
    plotRef.current = plot;
    applyZoom(plot, propsRef.current.zoom ?? null);
    const observer = new ResizeObserver(() => {
      if (host.clientWidth > 0) plot.setSize({ width: host.clientWidth, height: propsRef.current.height });
    });
    observer.observe(host);
    return () => {
      observer.disconnect();
      plot.destroy();
      plotRef.current = null;
    };
  }, [look]);

  useEffect(() => {
    plotRef.current?.setData(dataOf({ ...propsRef.current, data: props.data }), false);
    if (plotRef.current) applyZoom(plotRef.current, propsRef.current.zoom ?? null);
  }, [props.data]);

  const from = props.zoom?.[0] ?? null;
  const to = props.zoom?.[1] ?? null;
  useEffect(() => {
    if (plotRef.current) applyZoom(plotRef.current, from === null || to === null ? null : [from, to]);
  }, [from, to]);

  return <div ref={hostRef} className={classes.plot} />;
}

function applyZoom(plot: UPlot, zoom: readonly [number, number] | null): void {
  const times = plot.data[0];
  const [first, last] = zoom ? [zoom[0] / 1_000, zoom[1] / 1_000] : [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return;
  // One moment alone still needs an axis around it.
  const room = first === last ? 30 : 0;
  plot.setScale('x', { min: first - room, max: last + room });
}

function optionsOf(props: () => PlotProps, width: number): UPlot.Options {
  const { data, height, range, group } = props();
  const muted = css('--mantine-color-dimmed');
  const line = css('--mantine-color-default-border');
  const font = '12px system-ui, sans-serif';
  const axis = { stroke: muted, font, grid: { stroke: line, width: 1 }, ticks: { show: false } };
  const written = (value: number | null): string => (value === null ? '–' : props().format(value));
  return {
    width,
    height,
    padding: [8, 12, 0, 0],
    legend: { live: true },
    cursor: {
      drag: { x: true, y: false, setScale: false },
      ...(group === undefined ? {} : { sync: { key: group } }),
      bind: {
        // Its own double-click would zoom to the numbers; the one who holds the zoom decides.
        dblclick: () => () => {
          props().onZoom?.(null);
          return null;
        },
      },
    },
    scales: {
      x: { time: true },
      y: range ? { range: [range[0], range[1]] } : { range: rangeOf },
    },
    axes: [
      {
        ...axis,
        space: 80,
        values: (_plot, splits, _axis, _space, stepSeconds) =>
          tickWords(
            splits.map((seconds) => seconds * 1_000),
            stepSeconds * 1_000,
          ),
      },
      { ...axis, size: 64, values: (_plot, splits) => splits.map(written) },
    ],
    series: [
      {
        label: 'Time',
        value: (_plot, seconds) => (seconds === null ? '–' : formatDateTime(seconds * 1_000)),
      },
      ...data.series.map((series) => ({
        label: series.label,
        stroke: css(series.color),
        width: series.edge ? 0.75 : 1.5,
        ...(series.edge ? { dash: [3, 3] } : {}),
        points: { show: true, size: 5, fill: css(series.color), filter: aloneOf },
        spanGaps: false,
        value: (_plot: UPlot, value: number | null) => written(value),
      })),
    ],
    hooks: {
      setSelect: [
        (plot) => {
          const { left, width: wide } = plot.select;
          if (wide < 4) return;
          const [from, to] = [plot.posToVal(left, 'x'), plot.posToVal(left + wide, 'x')];
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          props().onZoom?.([from * 1_000, to * 1_000]);
        },
      ],
    },
  };
}

/** Values without a neighbour: a line cannot show them, a point does. */
const aloneOf: UPlot.Series.Points.Filter = (plot, seriesIndex) => {
  const values = plot.data[seriesIndex] ?? [];
  return Array.from(values.keys()).filter(
    (index) =>
      typeof values[index] === 'number' &&
      typeof values[index - 1] !== 'number' &&
      typeof values[index + 1] !== 'number',
  );
};

/** What the values need, with room; one flat value in the middle. */
function rangeOf(_plot: UPlot, min: number | null, max: number | null): UPlot.Range.MinMax {
  if (min === null || max === null) return [0, 1];
  if (min === max) return [min - Math.max(1, Math.abs(min) * 0.1), max + Math.max(1, Math.abs(max) * 0.1)];
  const room = (max - min) * 0.08;
  return [min - room, max + room];
}
