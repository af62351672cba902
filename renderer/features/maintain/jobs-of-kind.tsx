import type { JobKind } from '#shared/maintenance/phases.ts';
import { jobsOnPage } from '../../lib/domain/job-view.ts';
import { useJobs } from '../../lib/domain/use-gateway.ts';
import { ProgressCard } from './progress-card.tsx';
import { Results } from './results.tsx';

/** Running jobs and undismissed results of some kinds, where they were started: the same cards as on Maintain. */
export function JobsOfKind({ gatewayId, kinds }: { gatewayId: string; kinds: readonly JobKind[] }) {
  const jobs = useJobs().filter((job) => kinds.includes(job.kind));
  const { running, results } = jobsOnPage(jobs, gatewayId);
  return (
    <>
      {running.map((job) => (
        <ProgressCard key={job.id} job={job} />
      ))}
      <Results jobs={results} />
    </>
  );
}
