import { Anchor, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { Card } from '../../../components/card.tsx';
import { useJobs } from '../../../lib/domain/use-gateway.ts';
import { paths } from '../../../lib/routes.ts';
import { JobRow } from '../../jobs/job-row.tsx';

const shownJobs = 5;

/** What was done to this box last. */
export function RecentJobsCard({ gateway }: { gateway: Gateway }) {
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
