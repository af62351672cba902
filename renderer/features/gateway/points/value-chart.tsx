import { Button, Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Address } from '#shared/gateway-api/configuration.ts';
import { Chart, ChartTable, useChartOrTable } from '../../../components/chart/chart.tsx';
import { LiveView } from '../../../components/live-view.tsx';
import { useGatewayCall } from '../../../lib/gateway-calls/use-gateway-call.ts';
import { useNow } from '../../../lib/use-now.ts';
import { formatValue, gapMs, startOf, type ValueRange, valueData, valueRanges } from './value-chart-view.ts';

/** How one value went over the last day at most; texts have no line. */
export function ValueChart({ gateway, address }: { gateway: Gateway; address: Address }) {
  if (address.type === 'string') {
    return (
      <Text size="sm" c="dimmed">
        Texts have no history.
      </Text>
    );
  }
  return <NumberChart gateway={gateway} address={address} />;
}

function NumberChart({ gateway, address }: { gateway: Gateway; address: Address }) {
  const [range, setRange] = useState<ValueRange>(valueRanges[1]);
  const [zoom, setZoom] = useState<readonly [number, number] | null>(null);
  const { view, control } = useChartOrTable();
  const now = useNow(60_000);
  const start = startOf(range, now);
  const history = useGatewayCall(
    gateway,
    'loggersData',
    { query: { address: address.id, start, ...(range.aggregate ? { aggregate: range.aggregate } : {}) } },
    { pollMs: range.aggregate ? 60_000 : 5_000, keep: true },
  );
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <SegmentedControl
          aria-label="Time that is shown"
          value={range.value}
          data={valueRanges.map(({ value, label }) => ({ value, label }))}
          onChange={(next) => {
            setRange(valueRanges.find(({ value }) => value === next) ?? valueRanges[1]);
            setZoom(null);
          }}
        />
        {control}
      </Group>
      <LiveView
        gateway={gateway}
        query={history}
        failed="The history could not be read"
        loading={<Skeleton h={200} />}
      >
        {(rows) => (
          <History
            rows={rows}
            address={address}
            range={range}
            zoom={zoom}
            onZoom={setZoom}
            table={view === 'table'}
          />
        )}
      </LiveView>
      {zoom ? (
        <Button variant="default" onClick={() => setZoom(null)} style={{ alignSelf: 'flex-start' }}>
          Whole range
        </Button>
      ) : null}
    </Stack>
  );
}

interface HistoryProps {
  rows: Parameters<typeof valueData>[0];
  address: Address;
  range: ValueRange;
  zoom: readonly [number, number] | null;
  onZoom(zoom: readonly [number, number] | null): void;
  table: boolean;
}

function History({ rows, address, range, zoom, onZoom, table }: HistoryProps) {
  const data = useMemo(() => valueData(rows, address), [rows, address]);
  const format = useCallback((value: number) => formatValue(value, address.unit), [address.unit]);
  const label = `${address.name}, ${range.words}`;
  if (data.times.length === 0) {
    return (
      <Text size="sm" c="dimmed" py="md">
        Nothing was recorded in this time.
      </Text>
    );
  }
  if (table) return <ChartTable label={label} data={data} format={format} />;
  return (
    <Chart
      label={label}
      data={data}
      format={format}
      height={200}
      zoom={zoom}
      onZoom={onZoom}
      maxStepMs={gapMs(range, address, data.times)}
    />
  );
}
