import { Anchor } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { notify } from '../../components/notify.tsx';
import { useBridge } from '../../lib/bridge/bridge-context.tsx';
import { isWorthNotice, jobMark, jobTitle, tabsOfJob } from '../../lib/domain/job-view.ts';
import { paths } from '../../lib/routes.ts';

/** A message when a job ended while the user looks at something else. */
export function JobNotices() {
  const bridge = useBridge();
  const [path] = useLocation();
  const pathRef = useRef(path);
  pathRef.current = path;
  useEffect(() => {
    const told = new Set<string>();
    return bridge.subscribe('maintenance.changed', (job) => {
      const places = tabsOfJob(job).map((tab) => paths.gateway(job.gatewayId, tab));
      if (told.has(job.id) || !isWorthNotice(job, places.includes(pathRef.current))) return;
      told.add(job.id);
      notify({
        mark: jobMark(job),
        title: jobTitle(job),
        message: (
          <>
            {job.summary ?? job.failure?.message}{' '}
            <Anchor href={`#${places[0]}`} size="sm" underline="always">
              Show the result
            </Anchor>
          </>
        ),
        stays: job.outcome !== 'succeeded',
      });
    });
  }, [bridge]);
  return null;
}
