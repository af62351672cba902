import { failure } from '#shared/errors/failure.ts';
import { loggedBy } from '../audit/logged-by.ts';
import { iso } from '../auth/show.ts';
import type { FleetHandlers } from '../http/call.ts';
import type { Jobs } from './jobs.ts';
import { showExecution } from './show-job.ts';

/** Jobs for agents, by polling (wire §1.12). */
export function deviceJobCalls(jobs: Jobs): Pick<FleetHandlers, 'nextJob' | 'reportJob'> {
  return {
    async nextJob(call) {
      const agent = { tenantId: call.who.tenantId, uuid: call.who.agentUuid };
      const next = await jobs.next(agent, loggedBy(call));
      if (next === null) return { failure: failure('NO_PENDING_JOBS') };
      const { job, execution } = next;
      return {
        status: 200,
        body: {
          job_id: job.job_id,
          job_name: job.job_name,
          job_document: JSON.parse(job.job_document),
          timeout_seconds: job.timeout_minutes * 60,
          execution_number: execution.execution_number,
          created_at: iso(job.created_at),
        },
      };
    },
    async reportJob(call) {
      const agent = { tenantId: call.who.tenantId, uuid: call.who.agentUuid };
      const kept = await jobs.report(agent, call.params.jobId, call.body, loggedBy(call));
      return kept.ok ? { status: 200, body: showExecution(kept.value) } : kept;
    },
  };
}
