import { Stack } from '@mantine/core';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { LiveView } from '../../../components/live-view.tsx';
import { TableSkeleton } from '../../../components/skeletons.tsx';
import { useGatewayCall } from '../../../lib/gateway-calls/use-gateway-call.ts';
import { JobsOfKind } from '../../maintain/jobs-of-kind.tsx';
import { ScheduleCard } from './schedule-card.tsx';
import { SnapshotList } from './snapshot-list.tsx';

const kinds = ['snapshot-restore', 'snapshot-download'] as const;
/** Scheduled ones appear by themselves. */
const pollMs = 30_000;

/** States of the configuration that lie on the gateway: take, compare, download, go back to, delete. */
export default function SnapshotsTab({ gateway }: { gateway: Gateway }) {
  const query = useGatewayCall(gateway, 'snapshots', {}, { pollMs });
  return (
    <Stack gap="md">
      <JobsOfKind gatewayId={gateway.id} kinds={kinds} />
      <LiveView
        gateway={gateway}
        query={query}
        failed="The snapshots could not be read"
        loading={<TableSkeleton rows={5} />}
      >
        {({ snapshots }) => <SnapshotList gateway={gateway} snapshots={snapshots} />}
      </LiveView>
      <ScheduleCard gateway={gateway} />
    </Stack>
  );
}
