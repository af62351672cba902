import { failure } from '#shared/errors/failure.ts';
import { hasEnded } from '#shared/fleet-api/jobs/job-status.ts';
import { loggedBy } from '../audit/logged-by.ts';
import type { JobRow } from '../database/tables/jobs.ts';
import type { FleetHandlers } from '../http/call.ts';
import { executionsOf, findJob } from './job-store.ts';
import type { Jobs } from './jobs.ts';
import type { JobsDeps } from './jobs-deps.ts';
import { countsOf, showExecution, showJob } from './show-job.ts';
import { submit } from './submit.ts';

type Calls =
  | ('submitJob' | 'executeJob' | 'listAgentJobs' | 'getAgentJob' | 'cancelAgentJob')
  | ('listJobs' | 'getJob' | 'cancelJob' | 'deleteJob');

/** Jobs for people. */
export function jobCalls(deps: JobsDeps & { jobs: Jobs }): Pick<FleetHandlers, Calls> {
  const { store, jobs } = deps;
  const shown = async (job: JobRow) =>
    showJob(job, (await countsOf(store.read, [job.job_id])).get(job.job_id) ?? {});

  return {
    ...submitCalls(deps),
    ...listCalls(deps),
    async getAgentJob({ who, params }) {
      const job = await findJob(store.read, who.tenantId, params.jobId);
      if (job === null) return { failure: failure('JOB_NOT_FOUND') };
      const own = (await executionsOf(store.read, job.job_id)).filter(
        ({ agent_uuid }) => agent_uuid === params.uuid,
      );
      if (own.length === 0) return { failure: failure('JOB_NOT_FOUND') };
      return { status: 200, body: { job: await shown(job), device_statuses: own.map(showExecution) } };
    },
    async cancelAgentJob(call) {
      const { who, params } = call;
      const canceled = await jobs.cancel(who.tenantId, params.jobId, params.uuid, loggedBy(call));
      if (!canceled.ok) return canceled;
      return {
        status: 200,
        body: { message: 'The job is canceled on this agent', job: await shown(canceled.value) },
      };
    },
    async getJob({ who, params }) {
      const job = await findJob(store.read, who.tenantId, params.jobId);
      if (job === null) return { failure: failure('JOB_NOT_FOUND') };
      const executions = await executionsOf(store.read, job.job_id);
      return { status: 200, body: { job: await shown(job), device_statuses: executions.map(showExecution) } };
    },
    async cancelJob(call) {
      const { who, params } = call;
      const canceled = await jobs.cancel(who.tenantId, params.jobId, null, loggedBy(call));
      if (!canceled.ok) return canceled;
      return { status: 200, body: { message: 'The job is canceled', job: await shown(canceled.value) } };
    },
    deleteJob: (call) =>
      store.write(async (trx) => {
        const { who, params } = call;
        const job = await findJob(trx, who.tenantId, params.jobId);
        if (job === null) return { failure: failure('JOB_NOT_FOUND') };
        if (!hasEnded(job.status)) return { failure: failure('JOB_STILL_OPEN', { status: job.status }) };
        await trx.deleteFrom('job_executions').where('job_id', '=', job.job_id).execute();
        await trx.deleteFrom('jobs').where('job_id', '=', job.job_id).execute();
        await deps.audit.record(trx, {
          tenantId: who.tenantId,
          type: 'job.deleted',
          target: { type: 'job', id: job.job_id },
          ...loggedBy(call),
          data: { name: job.job_name, status: job.status },
        });
        return { status: 200, body: { message: 'The job is forgotten' } };
      }),
  };
}

function submitCalls(deps: JobsDeps & { jobs: Jobs }): Pick<FleetHandlers, 'submitJob' | 'executeJob'> {
  const { store } = deps;
  return {
    submitJob: (call) =>
      store.write(async (trx) => {
        const { who, params, body, remember } = call;
        const target = { type: 'device' as const, devices: [params.uuid], filter: null };
        const made = await submit(trx, deps, { order: body, target, who, by: loggedBy(call) });
        if (!made.ok) return made;
        const answer = await submitted(trx, made.value);
        await remember(trx, answer);
        return answer;
      }),
    executeJob: (call) =>
      store.write(async (trx) => {
        const { who, body, remember } = call;
        const { target_type, target_agents, target_filter, ...order } = body;
        const devices = (target_agents ?? []).map((uuid) => uuid.toLowerCase());
        const target = { type: target_type, devices, filter: target_filter ?? null };
        const made = await submit(trx, deps, { order, target, who, by: loggedBy(call) });
        if (!made.ok) return made;
        const answer = await submitted(trx, made.value);
        await remember(trx, answer);
        return answer;
      }),
  };
}

async function submitted(trx: Parameters<typeof countsOf>[0], job: JobRow) {
  const counts = (await countsOf(trx, [job.job_id])).get(job.job_id) ?? {};
  return { status: 201 as const, body: { message: 'The job is submitted', job: showJob(job, counts) } };
}

function listCalls({ store }: JobsDeps): Pick<FleetHandlers, 'listAgentJobs' | 'listJobs'> {
  return {
    async listAgentJobs({ who, params, query }) {
      const { status, limit, offset } = query;
      const agent = await store.read
        .selectFrom('agents')
        .select('uuid')
        .where('tenant_id', '=', who.tenantId)
        .where('uuid', '=', params.uuid)
        .executeTakeFirst();
      if (agent === undefined) return { failure: failure('AGENT_NOT_FOUND') };
      const own = store.read
        .selectFrom('job_executions')
        .innerJoin('jobs', 'jobs.job_id', 'job_executions.job_id')
        .where('agent_uuid', '=', params.uuid)
        .$if(status !== undefined, (from) => from.where('job_executions.status', '=', status ?? 'QUEUED'));
      const { total } = await own
        .select((is) => is.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      const rows = await own
        .selectAll('job_executions')
        .select('job_name')
        .orderBy('job_executions.queued_at', 'desc')
        .orderBy('job_executions.job_id', 'desc')
        .limit(limit)
        .offset(offset)
        .execute();
      const jobs = rows.map(({ job_name, ...row }) => ({ ...showExecution(row), job_name }));
      const paging = { page: Math.floor(offset / limit) + 1, pageSize: limit };
      const totalPages = Math.ceil(Number(total) / limit);
      return {
        status: 200,
        body: { agent_uuid: params.uuid, jobs, total: Number(total), ...paging, totalPages },
      };
    },
    async listJobs({ who, query }) {
      const { status, limit, offset } = query;
      const all = store.read
        .selectFrom('jobs')
        .where('tenant_id', '=', who.tenantId)
        .$if(status !== undefined, (from) => from.where('status', '=', status ?? 'QUEUED'));
      const { total } = await all
        .select((is) => is.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      const rows = await all
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('job_id', 'desc')
        .limit(limit)
        .offset(offset)
        .execute();
      const ids = rows.map(({ job_id }) => job_id);
      const counts = await countsOf(store.read, ids);
      const jobs = rows.map((row) => showJob(row, counts.get(row.job_id) ?? {}));
      return { status: 200, body: { jobs, total: Number(total) } };
    },
  };
}
