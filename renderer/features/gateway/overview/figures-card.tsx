import { Paper, Skeleton } from '@mantine/core';
import { type ReactNode, useEffect, useId, useMemo, useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { formatBytes, formatRate } from '#shared/format/bytes.ts';
import { figuresOf } from '../../../components/chart/chart-data.ts';
import { Sparkline } from '../../../components/chart/sparkline.tsx';
import { LiveView } from '../../../components/live-view.tsx';
import { formatPercent } from '../../../lib/format/percent.ts';
import type { CallAnswer } from '../../../lib/gateway-calls/call-types.ts';
import { useGatewayCall } from '../../../lib/gateway-calls/use-gateway-call.ts';
import { type Figure, historyData, oneFigure } from '../resources/history-view.ts';
import classes from './figures.module.css';
import { type NetworkSample, networkRate, withSample } from './figures-view.ts';

type Resources = CallAnswer<'resources'>;

/** Processor, memory, disk and network of now; below each the last 24 h. */
export function FiguresCard({ gateway }: { gateway: Gateway }) {
  const query = useGatewayCall(gateway, 'resources', {}, { pollMs: 3_000 });
  const history = useGatewayCall(
    gateway,
    'resourcesHistory',
    { query: { hours: 24, interval: '10m' } },
    { pollMs: 300_000 },
  );
  const day = useMemo(() => (history.data ? historyData(history.data.history) : null), [history.data]);
  const rate = useNetworkRate(query.data, query.dataUpdatedAt);
  const spark = (figure: Figure) => (day ? <DaySpark figure={figure} day={day} /> : null);
  return (
    <LiveView
      gateway={gateway}
      query={query}
      failed="The figures could not be read"
      loading={<FiguresSkeleton />}
    >
      {({ cpu, memory, disk, network }) => (
        <div className={classes.grid}>
          <Tile
            label="Processor"
            value={formatPercent(cpu.usage)}
            detail={`${cpu.cores} ${cpu.cores === 1 ? 'core' : 'cores'}, load ${cpu.loadAverage.map((load) => load.toFixed(1)).join(' ')}`}
          >
            {spark('cpu')}
          </Tile>
          <Tile
            label="Memory"
            value={formatPercent(memory.usagePercent)}
            detail={`${formatBytes(memory.used)} of ${formatBytes(memory.total)}`}
          >
            {spark('memory')}
          </Tile>
          <Tile
            label="Disk"
            value={formatPercent(disk.usagePercent)}
            detail={`${formatBytes(disk.used)} of ${formatBytes(disk.total)}`}
          >
            {spark('disk')}
          </Tile>
          <Tile
            label="Network"
            value={rate ? `${formatRate(rate.inPerSecond)} in` : '…'}
            detail={rate ? `${formatRate(rate.outPerSecond)} out` : 'being measured'}
          >
            <span className={classes.span}>
              since boot {formatBytes(network.bytesIn)} in, {formatBytes(network.bytesOut)} out
            </span>
          </Tile>
        </div>
      )}
    </LiveView>
  );
}

function useNetworkRate(resources: Resources | undefined, readAt: number) {
  const [samples, setSamples] = useState<readonly NetworkSample[]>([]);
  useEffect(() => {
    if (!resources || readAt === 0) return;
    setSamples((known) => withSample(known, { at: readAt, ...resources.network }));
  }, [resources, readAt]);
  return networkRate(samples);
}

function Tile(props: { label: string; value: string; detail: string; children: ReactNode }) {
  const id = useId();
  return (
    <Paper component="section" className={classes.tile} aria-labelledby={id}>
      <h2 id={id} className={classes.label}>
        {props.label}
      </h2>
      <span className={classes.value}>{props.value}</span>
      <span className={classes.detail} title={props.detail}>
        {props.detail}
      </span>
      <div className={classes.foot}>{props.children}</div>
    </Paper>
  );
}

function DaySpark({ figure, day }: { figure: Figure; day: ReturnType<typeof historyData> }) {
  const { times, series } = oneFigure(day, figure);
  const values = series[0]?.values ?? [];
  const figures = figuresOf(times, values);
  if (!figures) return <span className={classes.span}>no history yet</span>;
  const words = `${formatPercent(figures.min)} to ${formatPercent(figures.max)}`;
  return (
    <>
      <Sparkline
        label={`${series[0]?.label}, last 24 h: ${words}`}
        times={times}
        values={values}
        min={0}
        max={100}
      />
      <span className={classes.span}>24 h: {words}</span>
    </>
  );
}

const FiguresSkeleton = () => (
  <div className={classes.grid}>
    {['cpu', 'memory', 'disk', 'network'].map((figure) => (
      <Skeleton key={figure} h={160} radius="lg" />
    ))}
  </div>
);
