import { notifications } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import type { Job } from '#shared/bridge/maintenance.ts';
import { useBridge } from '../../lib/bridge/bridge-context.tsx';
import { jobMark, jobTitle } from '../../lib/domain/job-view.ts';
import { paths } from '../../lib/routes.ts';

const colors = { good: 'green', warning: 'yellow', bad: 'red', busy: 'petrol', cancelled: 'gray' } as const;

/** Whether a job's end is worth a message here: not when its result card is on the screen already. */
export const isWorthNotice = (job: Job, path: string): boolean =>
  job.state === 'done' && !job.dismissed && path !== paths.gateway(job.gatewayId, 'maintain');

/** A message when a job ended while the user looks at something else. */
export function JobNotices() {
  const bridge = useBridge();
  const [path] = useLocation();
  const pathRef = useRef(path);
  pathRef.current = path;
  useEffect(() => {
    const told = new Set<string>();
    return bridge.subscribe('maintenance.changed', (job) => {
      if (told.has(job.id) || !isWorthNotice(job, pathRef.current)) return;
      told.add(job.id);
      notifications.show({
        title: jobTitle(job),
        message: job.summary ?? job.failure?.message ?? '',
        color: colors[jobMark(job)],
        // What went wrong waits for a person.
        autoClose: job.outcome === 'succeeded' ? 8_000 : false,
        closeButtonProps: { 'aria-label': 'Dismiss' },
      });
    });
  }, [bridge]);
  return null;
}
