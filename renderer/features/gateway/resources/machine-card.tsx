import { Text, Tooltip } from '@mantine/core';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { formatBytes } from '#shared/format/bytes.ts';
import { Card } from '../../../components/card.tsx';
import { type Fact, Facts } from '../../../components/facts.tsx';
import { LiveView } from '../../../components/live-view.tsx';
import { CardSkeleton } from '../../../components/skeletons.tsx';
import { formatSeconds } from '../../../lib/format/duration.ts';
import { formatExact } from '../../../lib/format/time.ts';
import type { CallAnswer } from '../../../lib/gateway-calls/call-types.ts';
import { useGatewayCall } from '../../../lib/gateway-calls/use-gateway-call.ts';

/** The machine below the gateway: what it is, and its load. */
export function MachineCard({ gateway }: { gateway: Gateway }) {
  const query = useGatewayCall(gateway, 'resources', { query: { info: true } }, { pollMs: 10_000 });
  return (
    <LiveView
      gateway={gateway}
      query={query}
      failed="The machine could not be read"
      loading={<CardSkeleton facts={6} />}
    >
      {(resources) => <Machine resources={resources} readAt={query.dataUpdatedAt} />}
    </LiveView>
  );
}

function Machine({ resources, readAt }: { resources: CallAnswer<'resources'>; readAt: number }) {
  const { cpu, memory, disk, info } = resources;
  const facts: Fact[] = [
    { label: 'Processor', value: `${cpu.model}, ${cpu.cores} ${cpu.cores === 1 ? 'core' : 'cores'}` },
    {
      label: 'Load over 1, 5 and 15 min',
      value: cpu.loadAverage.map((load) => load.toFixed(2)).join('   '),
    },
    { label: 'Memory', value: `${formatBytes(memory.used)} of ${formatBytes(memory.total)} used` },
    { label: 'Disk', value: `${formatBytes(disk.used)} of ${formatBytes(disk.total)} used` },
    ...(info
      ? [
          { label: 'Host name', value: info.hostname },
          { label: 'System', value: `${info.distro} ${info.release}, ${info.arch}` },
          { label: 'Kernel', value: info.kernel },
          { label: 'Node.js', value: info.nodeVersion },
          {
            label: 'Machine up for',
            value: (
              <Tooltip label={`Since ${formatExact(readAt - info.uptime * 1_000)}`}>
                <span>{formatSeconds(info.uptime)}</span>
              </Tooltip>
            ),
          },
        ]
      : []),
  ];
  return (
    <Card title="Machine">
      <Facts facts={facts} columns={3} />
      {info ? null : (
        <Text size="sm" c="dimmed">
          This box does not say which system it runs.
        </Text>
      )}
    </Card>
  );
}
