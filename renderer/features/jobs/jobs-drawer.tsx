import { Drawer, Stack, Text, Title } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { CallView } from '../../components/call-view.tsx';
import { Empty } from '../../components/empty.tsx';
import { RowsSkeleton } from '../../components/skeletons.tsx';
import { useCall } from '../../lib/bridge/use-call.ts';
import { useClientState, useClientStore } from '../../lib/client-state/client-context.tsx';
import { JobRow } from './job-row.tsx';

/** Every running and finished maintenance job of this workbench, from any screen. */
export default function JobsDrawer() {
  const store = useClientStore();
  const opened = useClientState((state) => state.jobsOpen);
  const query = useCall('maintenance.jobs', null);
  const close = () => store.setState({ jobsOpen: false });
  return (
    <Drawer opened={opened} onClose={close} position="right" size={440} title={<Title order={2}>Jobs</Title>}>
      <CallView
        query={query}
        failed="The jobs could not be read"
        loading={<RowsSkeleton rows={3} height={72} />}
      >
        {(jobs) => {
          const running = jobs.filter((job) => job.state === 'running');
          const done = jobs.filter((job) => job.state === 'done');
          if (jobs.length === 0) {
            return (
              <Empty icon={IconListCheck} title="No jobs yet" compact>
                Backups, upgrades, restores and reboots appear here while they run and after they ended.
              </Empty>
            );
          }
          return (
            <Stack gap="lg">
              {running.length > 0 ? (
                <section aria-label="Running jobs">
                  <Text size="sm" c="dimmed" mb={4}>
                    Running
                  </Text>
                  {running.map((job) => (
                    <JobRow key={job.id} job={job} onGo={close} />
                  ))}
                </section>
              ) : null}
              {done.length > 0 ? (
                <section aria-label="Ended jobs">
                  <Text size="sm" c="dimmed" mb={4}>
                    Ended
                  </Text>
                  {done.map((job) => (
                    <JobRow key={job.id} job={job} onGo={close} />
                  ))}
                </section>
              ) : null}
            </Stack>
          );
        }}
      </CallView>
    </Drawer>
  );
}
