import { Anchor, Stack, Text, Tooltip } from '@mantine/core';
import { Link } from 'wouter';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { Card } from '../../../components/card.tsx';
import { CopyText } from '../../../components/copy-text.tsx';
import { type Fact, Facts } from '../../../components/facts.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { isStale, uptimeMs } from '../../../lib/domain/gateway-view.ts';
import { useJobs } from '../../../lib/domain/use-gateway.ts';
import { formatSeconds } from '../../../lib/format/duration.ts';
import { formatExact } from '../../../lib/format/time.ts';
import { paths } from '../../../lib/routes.ts';
import { useNow } from '../../../lib/use-now.ts';
import { GatewayMenu } from '../../gateways/gateway-menu.tsx';
import { JobRow } from '../../jobs/job-row.tsx';

const shownJobs = 5;

/** Which box is this, what runs on it, what was done to it last. */
export default function OverviewTab({ gateway }: { gateway: Gateway }) {
  return (
    <Stack gap="md">
      <Identity gateway={gateway} />
      <RecentJobs gateway={gateway} />
    </Stack>
  );
}

function Identity({ gateway }: { gateway: Gateway }) {
  const now = useNow(1_000);
  const { identity, connection } = gateway;
  const uptime = uptimeMs(gateway, now);
  const unknown = 'not known yet';
  const facts: Fact[] = [
    { label: 'Name', value: identity?.name ?? unknown },
    { label: 'Revision', value: identity?.revision ?? unknown },
    { label: 'Firmware', value: identity?.firmware ?? unknown },
    {
      label: 'Uptime',
      value:
        uptime === null || !identity ? (
          unknown
        ) : (
          <Tooltip label={`Started ${formatExact(identity.readAt - identity.uptimeSeconds * 1_000)}`}>
            <span>{formatSeconds(uptime / 1_000)}</span>
          </Tooltip>
        ),
    },
    {
      label: 'Last seen',
      value: connection.lastSeenAt === null ? 'never' : <TimeText at={connection.lastSeenAt} />,
    },
    {
      label: 'Boot id',
      value: identity ? <CopyText text={identity.bootId} what="boot id" /> : unknown,
    },
    { label: 'Product', value: identity?.product ?? unknown },
    { label: 'Address', value: <CopyText text={gateway.address} what="address" start={32} end={10} /> },
    { label: 'Account', value: accountWords(gateway) },
  ];
  return (
    <Card
      title="Identity"
      hint={
        identity && identity.extensions.length === 0
          ? 'A plain gateway: jobs and snapshots are not offered by it.'
          : null
      }
      aside={<GatewayMenu gateway={gateway} />}
      stale={isStale(gateway)}
    >
      <Facts facts={facts} columns={3} />
    </Card>
  );
}

function accountWords(gateway: Gateway): string {
  const right = gateway.identity?.administrator;
  if (right === null || right === undefined) return gateway.username;
  return `${gateway.username}, ${right ? 'administrator' : 'may look and download'}`;
}

function RecentJobs({ gateway }: { gateway: Gateway }) {
  const jobs = useJobs().filter((job) => job.gatewayId === gateway.id);
  return (
    <Card
      title="Last jobs"
      aside={
        <Anchor component={Link} href={paths.gateway(gateway.id, 'maintain')} size="sm">
          Go to Maintain
        </Anchor>
      }
    >
      {jobs.length === 0 ? (
        <Text c="dimmed">
          Nothing was done here yet by this workbench. Backups, upgrades, restores and reboots appear here.
        </Text>
      ) : (
        <div>
          {jobs.slice(0, shownJobs).map((job) => (
            <JobRow key={job.id} job={job} onGo={() => {}} />
          ))}
        </div>
      )}
    </Card>
  );
}
