import { hasEnded, type JobStatus, statusOfAll } from '#shared/fleet-api/jobs/job-status.ts';
import type { JobExecutionRow, JobRow } from '../database/tables/jobs.ts';
import type { FleetTransaction } from '../database/tables.ts';

type Reader = Pick<FleetTransaction, 'selectFrom'>;

export async function findJob(read: Reader, tenantId: string, jobId: string): Promise<JobRow | null> {
  const row = await read
    .selectFrom('jobs')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('job_id', '=', jobId)
    .executeTakeFirst();
  return row ?? null;
}

/** The newest run of a job on an agent. */
export async function findExecution(
  read: Reader,
  jobId: string,
  agentUuid: string,
): Promise<JobExecutionRow | null> {
  const row = await read
    .selectFrom('job_executions')
    .selectAll()
    .where('job_id', '=', jobId)
    .where('agent_uuid', '=', agentUuid)
    .orderBy('execution_number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** All runs of a job, the newest first. */
export const executionsOf = (read: Reader, jobId: string): Promise<JobExecutionRow[]> =>
  read
    .selectFrom('job_executions')
    .selectAll()
    .where('job_id', '=', jobId)
    .orderBy('execution_number', 'desc')
    .orderBy('agent_uuid')
    .execute();

/** What an agent does next: what it has begun, else what waits longest. */
export async function nextOf(read: Reader, agentUuid: string): Promise<JobExecutionRow | null> {
  const row = await read
    .selectFrom('job_executions')
    .selectAll()
    .where('agent_uuid', '=', agentUuid)
    .where('status', 'in', ['IN_PROGRESS', 'QUEUED'])
    .orderBy('status')
    .orderBy('queued_at')
    .orderBy('job_id')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** Gives a job out once more to these agents; whoever has not ended the run before gets none. */
export async function giveOut(
  trx: FleetTransaction,
  job: JobRow,
  uuids: readonly string[],
  at: number,
): Promise<JobExecutionRow[]> {
  const given: JobExecutionRow[] = [];
  for (const uuid of uuids) {
    const before = await findExecution(trx, job.job_id, uuid);
    if (before !== null && !hasEnded(before.status)) continue;
    const row = newExecution(job, uuid, (before?.execution_number ?? 0) + 1, at);
    await trx.insertInto('job_executions').values(row).execute();
    given.push(row);
  }
  return given;
}

const newExecution = (job: JobRow, agentUuid: string, number: number, at: number): JobExecutionRow => ({
  job_id: job.job_id,
  agent_uuid: agentUuid,
  execution_number: number,
  tenant_id: job.tenant_id,
  version_number: 1,
  status: 'QUEUED',
  queued_at: at,
  started_at: null,
  deadline_at: null,
  last_updated_at: at,
  completed_at: null,
  exit_code: null,
  stdout: null,
  stderr: null,
  reason: null,
  executed_steps: null,
  failed_step: null,
  status_details: null,
});

/** Writes the next step of a run. */
export async function changeExecution(
  trx: FleetTransaction,
  execution: JobExecutionRow,
  change: Partial<JobExecutionRow> & { status: JobStatus },
  at: number,
): Promise<JobExecutionRow> {
  const next: JobExecutionRow = {
    ...execution,
    ...change,
    version_number: execution.version_number + 1,
    last_updated_at: at,
    started_at: execution.started_at ?? (change.status === 'IN_PROGRESS' ? at : null),
    completed_at: hasEnded(change.status) ? at : null,
  };
  await trx
    .updateTable('job_executions')
    .set(next)
    .where('job_id', '=', execution.job_id)
    .where('agent_uuid', '=', execution.agent_uuid)
    .where('execution_number', '=', execution.execution_number)
    .execute();
  return next;
}

/** Brings a job's own status in line with its runs. */
export async function settleJob(trx: FleetTransaction, jobId: string, at: number): Promise<JobRow> {
  const job = await trx.selectFrom('jobs').selectAll().where('job_id', '=', jobId).executeTakeFirstOrThrow();
  const found = await trx
    .selectFrom('job_executions')
    .select('status')
    .distinct()
    .where('job_id', '=', jobId)
    .execute();
  const status = statusOfAll(
    found.map((row) => row.status),
    job.next_run_at !== null,
  );
  const next = {
    status,
    started_at: job.started_at ?? (status === 'QUEUED' ? null : at),
    completed_at: hasEnded(status) ? (job.completed_at ?? at) : null,
    updated_at: at,
  };
  await trx.updateTable('jobs').set(next).where('job_id', '=', jobId).execute();
  return { ...job, ...next };
}
