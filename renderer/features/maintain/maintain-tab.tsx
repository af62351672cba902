import { Stack } from '@mantine/core';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { useClientState } from '../../lib/client-state/client-context.tsx';
import { hasExtension } from '../../lib/domain/gateway-tabs.ts';
import { jobsOnPage } from '../../lib/domain/job-view.ts';
import { useJobs } from '../../lib/domain/use-gateway.ts';
import { BackupsCard } from '../backups/backups-card.tsx';
import { BackupCard } from './backup-card.tsx';
import { IntakeCard } from './intake-card.tsx';
import classes from './maintain-tab.module.css';
import { ProgressCard } from './progress-card.tsx';
import { RebootCard } from './reboot-card.tsx';
import { Results } from './results.tsx';
import { SnapshotByNameCard } from './snapshot-by-name-card.tsx';
import { UpgradeCard } from './upgrade-card.tsx';

/** The heart: back up, drop a file, see what it is, watch it happen, read how it ended. */
export default function MaintainTab({ gateway }: { gateway: Gateway }) {
  const { running, results } = jobsOnPage(useJobs(), gateway.id);
  // A plain box has no tab for them. One that was never connected may yet turn out to have.
  const listsSnapshots = gateway.identity === null || hasExtension(gateway, 'snapshots');
  const intake = useClientState((state) => state.intakes[gateway.id]);
  return (
    <Stack gap="md">
      <div className={classes.pair}>
        <BackupCard gateway={gateway} />
        <UpgradeCard gateway={gateway} />
      </div>
      {intake ? <IntakeCard gateway={gateway} intake={intake} /> : null}
      {running.map((job) => (
        <ProgressCard key={job.id} job={job} />
      ))}
      <Results jobs={results} />
      <BackupsCard gateway={gateway} />
      {listsSnapshots ? null : <SnapshotByNameCard gateway={gateway} />}
      <RebootCard gateway={gateway} />
    </Stack>
  );
}
