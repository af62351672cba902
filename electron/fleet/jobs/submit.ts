import type { z } from 'zod';
import { uuidV7 } from '#platform/ids/uuid-v7.ts';
import { failure } from '#shared/errors/failure.ts';
import { jobDocumentSchema } from '#shared/fleet-api/jobs/job-document.ts';
import type { jobsApi } from '#shared/fleet-api/jobs/jobs-api.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { JobRow } from '../database/tables/jobs.ts';
import type { FleetTransaction } from '../database/tables.ts';
import type { UserPrincipal } from '../http/principal.ts';
import { type JobPlan, nextRun, planTrouble } from './job-schedule.ts';
import type { By } from './job-steps.ts';
import type { Jobs } from './jobs.ts';
import type { JobsDeps, JobTarget } from './jobs-deps.ts';

/** What somebody wants to be done; where is apart from it. */
export type Order = z.output<(typeof jobsApi.submitJob)['body']>;

/**
 * Makes a job and gives it out when it is due now. AGENT_NOT_FOUND when the target means nobody, JOB_TEMPLATE_NOT_FOUND, JOB_UNUSABLE.
 */
export async function submit(
  trx: FleetTransaction,
  deps: JobsDeps & { jobs: Jobs },
  { order, target, who, by }: { order: Order; target: JobTarget; who: UserPrincipal; by: By },
): Promise<Result<JobRow>> {
  const { now, jobs } = deps;
  const plan: JobPlan = {
    executionType: order.execution_type,
    schedule: order.schedule ?? null,
    maxExecutions: order.max_executions ?? null,
  };
  const trouble = planTrouble(plan);
  if (trouble !== null) return fail(failure('JOB_UNUSABLE', { why: trouble }));
  const document = await documentOf(trx, who.tenantId, order);
  if (!document.ok) return document;
  const uuids = await deps.agentsOf(trx, who.tenantId, target);
  if (uuids === null) return fail(failure('JOB_UNUSABLE', { why: 'target_filter cannot be read' }));
  if (uuids.length === 0 || (target.type === 'device' && uuids.length < new Set(target.devices).size)) {
    return fail(failure('AGENT_NOT_FOUND'));
  }
  const at = now();
  const due = nextRun(plan, { runs: 0, lastAt: null, now: at });
  if (due === null)
    return fail(failure('JOB_UNUSABLE', { why: 'its schedule has no time that is still to come' }));
  const isNow = due <= at;
  const runs = isNow ? 1 : 0;
  const row: JobRow = {
    job_id: uuidV7(at),
    tenant_id: who.tenantId,
    template_id: order.template_id ?? null,
    job_name: order.job_name,
    job_document: document.value,
    target_type: target.type,
    target_devices: JSON.stringify(target.devices),
    target_filter: target.filter === null ? null : JSON.stringify(target.filter),
    execution_type: order.execution_type,
    schedule: plan.schedule === null ? null : JSON.stringify(plan.schedule),
    max_executions: plan.maxExecutions,
    timeout_minutes: order.timeout_minutes,
    status: 'QUEUED',
    runs,
    next_run_at: isNow ? nextRun(plan, { runs, lastAt: due, now: at }) : due,
    queued_at: at,
    started_at: null,
    completed_at: null,
    created_by: who.name,
    created_at: at,
    updated_at: at,
  };
  await trx.insertInto('jobs').values(row).execute();
  await deps.audit.record(trx, {
    tenantId: who.tenantId,
    type: 'job.submitted',
    target: { type: 'job', id: row.job_id },
    ...by,
    data: { name: row.job_name, agents: uuids.length, target: target.type },
  });
  return ok(isNow ? await jobs.start(trx, row, uuids, by) : row);
}

async function documentOf(trx: FleetTransaction, tenantId: string, order: Order): Promise<Result<string>> {
  const { job_document, template_id } = order;
  if (job_document !== undefined) return ok(JSON.stringify(job_document));
  if (template_id === undefined) {
    return fail(failure('JOB_UNUSABLE', { why: 'it needs a job_document or a template_id' }));
  }
  const template = await trx
    .selectFrom('job_pieces')
    .select('content')
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', 'template')
    .where('id', '=', template_id)
    .executeTakeFirst();
  if (template === undefined) return fail(failure('JOB_TEMPLATE_NOT_FOUND'));
  return ok(JSON.stringify(jobDocumentSchema.parse(JSON.parse(template.content ?? 'null'))));
}
