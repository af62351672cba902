import type { z } from 'zod';
import type { JobStatus } from '#shared/fleet-api/jobs/job-status.ts';
import type { executionSchema, jobSchema } from '#shared/fleet-api/jobs/jobs-api.ts';
import { iso, isoOrNull } from '../auth/show.ts';
import type { JobExecutionRow, JobRow } from '../database/tables/jobs.ts';
import type { FleetTransaction } from '../database/tables.ts';

/** How many agents a job has in which status; each counts with its newest run. */
export type Counts = Partial<Record<JobStatus, number>>;

export async function countsOf(
  read: Pick<FleetTransaction, 'selectFrom'>,
  jobIds: readonly string[],
): Promise<Map<string, Counts>> {
  const counts = new Map<string, Counts>(jobIds.map((id) => [id, {}]));
  if (jobIds.length === 0) return counts;
  const rows = await read
    .selectFrom('job_executions as one')
    .select((is) => ['one.job_id', 'one.status', is.fn.countAll<number>().as('agents')])
    .where('one.job_id', 'in', jobIds)
    .where((is) =>
      is(
        'one.execution_number',
        '=',
        is
          .selectFrom('job_executions as other')
          .select((of) => of.fn.max('other.execution_number').as('newest'))
          .whereRef('other.job_id', '=', 'one.job_id')
          .whereRef('other.agent_uuid', '=', 'one.agent_uuid'),
      ),
    )
    .groupBy(['one.job_id', 'one.status'])
    .execute();
  for (const { job_id, status, agents } of rows) {
    const of = counts.get(job_id);
    if (of !== undefined) of[status] = Number(agents);
  }
  return counts;
}

export function showJob(row: JobRow, counts: Counts): z.input<typeof jobSchema> {
  const of = (...statuses: JobStatus[]) => statuses.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
  return {
    job_id: row.job_id,
    template_id: row.template_id,
    job_name: row.job_name,
    job_document: JSON.parse(row.job_document),
    target_type: row.target_type,
    target_devices: JSON.parse(row.target_devices),
    target_filter: row.target_filter === null ? null : JSON.parse(row.target_filter),
    execution_type: row.execution_type,
    schedule: row.schedule === null ? null : JSON.parse(row.schedule),
    max_executions: row.max_executions,
    timeout_minutes: row.timeout_minutes,
    status: row.status,
    queued_at: iso(row.queued_at),
    started_at: isoOrNull(row.started_at),
    completed_at: isoOrNull(row.completed_at),
    next_run_at: isoOrNull(row.next_run_at),
    total_devices: Object.values(counts).reduce((sum, agents) => sum + agents, 0),
    succeeded_devices: of('SUCCEEDED'),
    failed_devices: of('FAILED', 'TIMED_OUT', 'REJECTED'),
    in_progress_devices: of('IN_PROGRESS'),
    created_by: row.created_by,
    created_at: iso(row.created_at),
    updated_at: iso(row.updated_at),
  };
}

export const showExecution = (row: JobExecutionRow): z.input<typeof executionSchema> => ({
  job_id: row.job_id,
  agent_uuid: row.agent_uuid,
  status: row.status,
  execution_number: row.execution_number,
  version_number: row.version_number,
  queued_at: iso(row.queued_at),
  started_at: isoOrNull(row.started_at),
  last_updated_at: iso(row.last_updated_at),
  completed_at: isoOrNull(row.completed_at),
  exit_code: row.exit_code,
  stdout: row.stdout,
  stderr: row.stderr,
  reason: row.reason,
  executed_steps: row.executed_steps,
  failed_step: row.failed_step,
  status_details: row.status_details === null ? null : JSON.parse(row.status_details),
});
