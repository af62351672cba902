import { useEffect } from 'react';
import { notify } from '../../components/notify.tsx';
import { useBridge } from '../../lib/bridge/bridge-context.tsx';
import { isWorthNotice, jobMark, jobTitle, tabsOfJob } from '../../lib/domain/job-view.ts';
import { paths } from '../../lib/routes.ts';
import { usePathRef } from '../../lib/use-path-ref.ts';

/** A message when a job ended while the user looks at something else. */
export function JobNotices() {
  const bridge = useBridge();
  const pathRef = usePathRef();
  useEffect(() => {
    const told = new Set<string>();
    return bridge.subscribe('maintenance.changed', (job) => {
      const places = tabsOfJob(job).map((tab) => paths.gateway(job.gatewayId, tab));
      if (told.has(job.id) || !isWorthNotice(job, places.includes(pathRef.current))) return;
      told.add(job.id);
      notify({
        mark: jobMark(job),
        title: jobTitle(job),
        message: job.summary ?? job.failure?.message,
        way: { label: 'Show the result', path: places[0] ?? paths.gateway(job.gatewayId, 'maintain') },
        stays: job.outcome !== 'succeeded',
      });
    });
  }, [bridge, pathRef]);
  return null;
}
