import type { JobStatus } from '#shared/fleet-api/jobs/job-status.ts';
import { type Actor, system } from '../audit/audit-event.ts';
import type { JobExecutionRow } from '../database/tables/jobs.ts';
import type { FleetTransaction } from '../database/tables.ts';
import { changeExecution, findJob, nextOf } from './job-store.ts';
import type { JobsDeps } from './jobs-deps.ts';

/** By whom, for the log. */
export interface By {
  actor: Actor;
  correlationId: string | null;
}

export const bySystem: By = { actor: system, correlationId: null };

const eventOf: Readonly<Record<JobStatus, string>> = {
  QUEUED: 'job.queued',
  IN_PROGRESS: 'job.started',
  SUCCEEDED: 'job.succeeded',
  FAILED: 'job.failed',
  TIMED_OUT: 'job.timed_out',
  REJECTED: 'job.rejected',
  CANCELED: 'job.canceled',
};

/** What each step of a run brings with it: it is written down, and the agent hears of what comes next. */
export function createSteps({ store, audit, delivery, now }: JobsDeps) {
  const record = (trx: FleetTransaction, execution: JobExecutionRow, by: By) =>
    audit.record(trx, {
      tenantId: execution.tenant_id,
      type: eventOf[execution.status],
      target: { type: 'agent', id: execution.agent_uuid },
      ...by,
      severity: ['FAILED', 'TIMED_OUT', 'REJECTED'].includes(execution.status) ? 'warning' : 'info',
      data: { jobId: execution.job_id, execution: execution.execution_number, reason: execution.reason },
    });

  const change = async (
    trx: FleetTransaction,
    execution: JobExecutionRow,
    fields: Partial<JobExecutionRow> & { status: JobStatus },
    by: By,
  ): Promise<JobExecutionRow> => {
    const next = await changeExecution(trx, execution, fields, now());
    if (next.status !== execution.status) await record(trx, next, by);
    return next;
  };

  const tellNext = async (trx: FleetTransaction, agent: { tenantId: string; uuid: string }) => {
    const execution = await nextOf(trx, agent.uuid);
    if (execution === null || execution.status !== 'QUEUED') return;
    const job = await findJob(trx, agent.tenantId, execution.job_id);
    if (job !== null) store.afterCommit(() => delivery.notify(agent, { job, execution }));
  };

  return { record, change, tellNext };
}
