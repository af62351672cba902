import { jobScheduleSchema } from '#shared/fleet-api/jobs/job-document.ts';
import type { JobRow } from '../database/tables/jobs.ts';
import { nextRun } from './job-schedule.ts';
import { bySystem } from './job-steps.ts';
import { findJob, settleJob } from './job-store.ts';
import type { Jobs } from './jobs.ts';
import type { JobsDeps } from './jobs-deps.ts';

/** Gives out what its schedule makes due; one job after the other, so that a large one holds up no request for long. */
export async function runDue(deps: JobsDeps & { jobs: Jobs }): Promise<void> {
  const due = await deps.store.read
    .selectFrom('jobs')
    .select(['job_id', 'tenant_id'])
    .where('next_run_at', '<=', deps.now())
    .execute();
  for (const { job_id, tenant_id } of due) await runOne(deps, tenant_id, job_id);
}

async function runOne(deps: JobsDeps & { jobs: Jobs }, tenantId: string, jobId: string): Promise<void> {
  const { store, jobs, now } = deps;
  await store.write(async (trx) => {
    const job = await findJob(trx, tenantId, jobId);
    const at = now();
    if (job === null || job.next_run_at === null || job.next_run_at > at) return;
    const runs = job.runs + 1;
    const next = nextRun(planOf(job), { runs, lastAt: job.next_run_at, now: at });
    await trx.updateTable('jobs').set({ runs, next_run_at: next }).where('job_id', '=', jobId).execute();
    const target = {
      type: job.target_type,
      devices: JSON.parse(job.target_devices) as string[],
      filter: job.target_filter === null ? null : JSON.parse(job.target_filter),
    };
    const uuids = (await deps.agentsOf(trx, tenantId, target)) ?? [];
    if (uuids.length > 0) await jobs.start(trx, job, uuids, bySystem);
    else await settleJob(trx, jobId, at);
  });
}

const planOf = (job: JobRow) => ({
  executionType: job.execution_type,
  schedule: job.schedule === null ? null : jobScheduleSchema.parse(JSON.parse(job.schedule)),
  maxExecutions: job.max_executions,
});
