import { Button } from '@mantine/core';
import { IconListCheck, IconRefresh } from '@tabler/icons-react';
import { useClientStore } from '../../lib/client-state/client-context.tsx';
import { useJobs } from '../../lib/domain/use-gateway.ts';
import { count } from '../../lib/format/words.ts';

/** Opens the drawer with every job; shows how many run. */
export function JobsButton() {
  const store = useClientStore();
  const running = useJobs().filter((job) => job.state === 'running').length;
  const Icon = running > 0 ? IconRefresh : IconListCheck;
  return (
    <Button
      variant={running > 0 ? 'light' : 'default'}
      leftSection={<Icon size={17} aria-hidden />}
      aria-haspopup="dialog"
      fw={running > 0 ? 600 : 400}
      onClick={() => store.setState({ jobsOpen: true })}
    >
      {running > 0 ? `${count(running, 'job')} running` : 'Jobs'}
    </Button>
  );
}
