import { Anchor } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { notify } from '../../components/notify.tsx';
import { useBridge } from '../../lib/bridge/bridge-context.tsx';
import { isWorthNotice, jobMark, jobTitle } from '../../lib/domain/job-view.ts';
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
      const resultPath = paths.gateway(job.gatewayId, 'maintain');
      if (told.has(job.id) || !isWorthNotice(job, pathRef.current === resultPath)) return;
      told.add(job.id);
      notify({
        mark: jobMark(job),
        title: jobTitle(job),
        message: (
          <>
            {job.summary ?? job.failure?.message}{' '}
            <Anchor href={`#${resultPath}`} size="sm" underline="always">
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
