import { Button, Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { IconChartLine, IconZoomReset } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { Card } from '../../../components/card.tsx';
import { Chart, ChartTable, useChartOrTable } from '../../../components/chart/chart.tsx';
import { figuresOf } from '../../../components/chart/chart-data.ts';
import { Empty } from '../../../components/empty.tsx';
import { LiveView } from '../../../components/live-view.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { formatPercent } from '../../../lib/format/percent.ts';
import { useGatewayCall } from '../../../lib/gateway-calls/use-gateway-call.ts';
import type { TabProps } from '../tab-props.ts';
import {
  allFigures,
  figureWords,
  type History,
  historyData,
  oneFigure,
  type Range,
  ranges,
} from './history-view.ts';
import { MachineCard } from './machine-card.tsx';

type Zoom = readonly [number, number] | null;

/** How busy the box was: processor, memory and disk over time, and what machine it is. */
export default function ResourcesTab({ gateway }: TabProps) {
  const [range, setRange] = useState<Range>(ranges[2]);
  const [zoom, setZoom] = useState<Zoom>(null);
  const { view, control } = useChartOrTable();
  const history = useGatewayCall(
    gateway,
    'resourcesHistory',
    { query: { hours: range.hours } },
    { pollMs: range.hours <= 24 ? 10_000 : 60_000, keep: true },
  );
  return (
    <Stack gap="md">
      <Group gap="sm">
        <SegmentedControl
          aria-label="Time that is shown"
          value={range.value}
          data={ranges.map(({ value, label }) => ({ value, label }))}
          onChange={(next) => {
            setRange(ranges.find(({ value }) => value === next) ?? ranges[2]);
            setZoom(null);
          }}
        />
        {zoom ? (
          <Button
            variant="default"
            leftSection={<IconZoomReset size={17} aria-hidden />}
            onClick={() => setZoom(null)}
          >
            Whole range
          </Button>
        ) : (
          <Text size="sm" c="dimmed">
            {view === 'chart' ? 'Drag over a chart to look closer.' : ''}
          </Text>
        )}
        <div style={{ flex: 1 }} />
        {control}
      </Group>
      <LiveView
        gateway={gateway}
        query={history}
        failed="The history could not be read"
        loading={<ChartsSkeleton />}
      >
        {(answer) => (
          <HistoryContent
            gateway={gateway}
            history={answer.history}
            range={range}
            zoom={zoom}
            onZoom={setZoom}
            table={view === 'table'}
          />
        )}
      </LiveView>
      <MachineCard gateway={gateway} />
    </Stack>
  );
}

interface HistoryContentProps {
  gateway: Gateway;
  history: History;
  range: Range;
  zoom: Zoom;
  onZoom(zoom: Zoom): void;
  table: boolean;
}

function HistoryContent({ gateway, history, range, zoom, onZoom, table }: HistoryContentProps) {
  const data = useMemo(() => historyData(history), [history]);
  const name = gatewayName(gateway);
  if (data.times.length === 0) {
    return (
      <Empty icon={IconChartLine} title="Nothing was measured in this time">
        <Text>{name} measures itself every few seconds while it runs. The charts fill by themselves.</Text>
      </Empty>
    );
  }
  const label = `Resources of ${name}, ${range.words}`;
  if (table) return <ChartTable label={label} data={data} format={formatPercent} />;
  return (
    <Stack gap="md">
      {allFigures.map((figure) => {
        const one = oneFigure(data, figure);
        const figures = figuresOf(one.times, one.series[0]?.values ?? [], zoom);
        return (
          <Card
            key={figure}
            title={figureWords[figure]}
            aside={
              figures ? (
                <Text size="sm" c="dimmed" className="gw-tabular">
                  last <strong>{formatPercent(figures.last)}</strong>, mean {formatPercent(figures.mean)},
                  from {formatPercent(figures.min)} to {formatPercent(figures.max)}
                </Text>
              ) : null
            }
          >
            <Chart
              label={`${figureWords[figure]} of ${name}, ${range.words}`}
              data={one}
              format={formatPercent}
              range={[0, 100]}
              height={150}
              group={`resources-${gateway.id}`}
              zoom={zoom}
              onZoom={onZoom}
            />
          </Card>
        );
      })}
    </Stack>
  );
}

const ChartsSkeleton = () => (
  <Stack gap="md">
    {allFigures.map((figure) => (
      <Skeleton key={figure} h={230} radius="lg" />
    ))}
  </Stack>
);
