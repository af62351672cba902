import { failure } from '#shared/errors/failure.ts';
import { hasEnded, mayBecome } from '#shared/fleet-api/jobs/job-status.ts';
import type { JobReport } from '#shared/fleet-api/jobs/jobs-api.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { JobExecutionRow, JobRow } from '../database/tables/jobs.ts';
import type { FleetTransaction } from '../database/tables.ts';
import { type By, bySystem, createSteps } from './job-steps.ts';
import { findExecution, findJob, giveOut, nextOf, settleJob } from './job-store.ts';
import type { JobsDeps } from './jobs-deps.ts';
import { reportedFields } from './reported-fields.ts';

/** Runs of jobs: each step is written down with who made it, and agents are told of what waits for them. */
export interface Jobs {
  /** Within the transaction that makes the job, or when its schedule says so. */
  start(trx: FleetTransaction, job: JobRow, uuids: readonly string[], by: By): Promise<JobRow>;
  /** What the agent does next; it counts as started. Null: nothing. */
  next(
    agent: { tenantId: string; uuid: string },
    by: By,
  ): Promise<{ job: JobRow; execution: JobExecutionRow } | null>;
  /** JOB_NOT_FOUND, JOB_ENDED, JOB_STATUS_UNUSABLE. */
  report(
    agent: { tenantId: string; uuid: string },
    jobId: string,
    report: JobReport,
    by: By,
  ): Promise<Result<JobExecutionRow>>;
  /** On one agent, or with null everywhere. JOB_NOT_FOUND, JOB_ENDED. */
  cancel(tenantId: string, jobId: string, agentUuid: string | null, by: By): Promise<Result<JobRow>>;
  /** Ends what took too long. */
  expire(): Promise<void>;
}

const minuteMs = 60_000;
/** As many as one transaction ends, so that it holds up nobody. */
const expiredAtOnce = 200;

export function createJobs(deps: JobsDeps): Jobs {
  const { store, now } = deps;
  const { record, change, tellNext } = createSteps(deps);
  return {
    async start(trx, job, uuids, by) {
      const given = await giveOut(trx, job, uuids, now());
      for (const execution of given) {
        await record(trx, execution, by);
        await tellNext(trx, { tenantId: job.tenant_id, uuid: execution.agent_uuid });
      }
      return settleJob(trx, job.job_id, now());
    },
    next: (agent, by) =>
      store.write(async (trx) => {
        const waiting = await nextOf(trx, agent.uuid);
        if (waiting === null) return null;
        const job = await findJob(trx, agent.tenantId, waiting.job_id);
        if (job === null) throw new Error(`execution without its job ${waiting.job_id}`);
        if (waiting.status !== 'QUEUED') return { job, execution: waiting };
        const started = { status: 'IN_PROGRESS' as const, deadline_at: deadlineOf(job, now()) };
        const execution = await change(trx, waiting, started, by);
        return { job: await settleJob(trx, job.job_id, now()), execution };
      }),
    report: (agent, jobId, report, by) =>
      store.write(async (trx) => {
        const job = await findJob(trx, agent.tenantId, jobId);
        const execution = job === null ? null : await findExecution(trx, jobId, agent.uuid);
        if (job === null || execution === null) return fail(failure('JOB_NOT_FOUND'));
        const { status: from } = execution;
        const { status: to } = report;
        // An answer that was lost makes an agent say the same once more.
        if (hasEnded(from)) return from === to ? ok(execution) : fail(failure('JOB_ENDED', { status: from }));
        if (from !== to && !mayBecome(from, to)) return fail(failure('JOB_STATUS_UNUSABLE', { from, to }));
        const deadline = execution.deadline_at ?? deadlineOf(job, now());
        const fields = {
          status: to,
          deadline_at: to === 'QUEUED' ? null : deadline,
          ...reportedFields(report),
        };
        const next = await change(trx, execution, fields, by);
        await settleJob(trx, jobId, now());
        if (hasEnded(to)) await tellNext(trx, agent);
        return ok(next);
      }),
    cancel: (tenantId, jobId, agentUuid, by) =>
      store.write(async (trx) => {
        const job = await findJob(trx, tenantId, jobId);
        if (job === null) return fail(failure('JOB_NOT_FOUND'));
        const open = await openExecutions(trx, jobId, agentUuid);
        if (open === null) return fail(failure('JOB_NOT_FOUND'));
        const stopsSchedule = agentUuid === null && job.next_run_at !== null;
        if (open.length === 0 && !stopsSchedule) return fail(failure('JOB_ENDED', { status: job.status }));
        if (stopsSchedule)
          await trx.updateTable('jobs').set({ next_run_at: null }).where('job_id', '=', jobId).execute();
        for (const execution of open) {
          await change(trx, execution, { status: 'CANCELED' }, by);
          await tellNext(trx, { tenantId, uuid: execution.agent_uuid });
        }
        return ok(await settleJob(trx, jobId, now()));
      }),
    async expire() {
      for (;;) {
        const late = await store.read
          .selectFrom('job_executions')
          .selectAll()
          .where('status', '=', 'IN_PROGRESS')
          .where('deadline_at', '<=', now())
          .limit(expiredAtOnce)
          .execute();
        if (late.length > 0) await store.write((trx) => expireAll(trx, late));
        if (late.length < expiredAtOnce) return;
      }
    },
  };

  async function expireAll(trx: FleetTransaction, late: readonly JobExecutionRow[]): Promise<void> {
    for (const { job_id, agent_uuid, execution_number } of late) {
      const execution = await findExecution(trx, job_id, agent_uuid);
      // It may have ended since it was found.
      if (execution?.status !== 'IN_PROGRESS' || execution.execution_number !== execution_number) continue;
      const reason = 'it took longer than the job allows';
      await change(trx, execution, { status: 'TIMED_OUT', reason }, bySystem);
      await settleJob(trx, job_id, now());
      await tellNext(trx, { tenantId: execution.tenant_id, uuid: agent_uuid });
    }
  }
}

const deadlineOf = ({ timeout_minutes }: JobRow, at: number): number => at + timeout_minutes * minuteMs;

/** Runs that have not ended; null when the agent never had this job. */
async function openExecutions(
  trx: FleetTransaction,
  jobId: string,
  agentUuid: string | null,
): Promise<JobExecutionRow[] | null> {
  const all = await trx
    .selectFrom('job_executions')
    .selectAll()
    .where('job_id', '=', jobId)
    .$if(agentUuid !== null, (query) => query.where('agent_uuid', '=', agentUuid ?? ''))
    .execute();
  if (agentUuid !== null && all.length === 0) return null;
  return all.filter(({ status }) => !hasEnded(status));
}
