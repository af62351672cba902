import { z } from 'zod';
import { json } from '../../contract/row.ts';
import { strictUuid } from '../agent-path.ts';
import { done, timeSchema } from '../answers.ts';
import type { FleetEndpoint } from '../endpoint.ts';
import { executionTypes, jobDocumentSchema, jobScheduleSchema } from './job-document.ts';
import { jobStatusSchema } from './job-status.ts';

/** Jobs: submitted by people, fetched and reported by agents (wire §1.12; contract §2 "jobs"). */

const targetTypes = ['device', 'group', 'all'] as const;

export const jobSchema = z.object({
  job_id: z.string(),
  template_id: z.string().nullable(),
  job_name: z.string(),
  job_document: z.record(z.string(), z.unknown()),
  target_type: z.enum(targetTypes),
  target_devices: z.array(z.string()),
  target_filter: z.record(z.string(), z.unknown()).nullable(),
  execution_type: z.enum(executionTypes),
  schedule: z.record(z.string(), z.unknown()).nullable(),
  max_executions: z.int().nullable(),
  timeout_minutes: z.int(),
  status: jobStatusSchema,
  queued_at: timeSchema,
  started_at: timeSchema.nullable(),
  completed_at: timeSchema.nullable(),
  next_run_at: timeSchema.nullable(),
  total_devices: z.int(),
  succeeded_devices: z.int(),
  failed_devices: z.int(),
  in_progress_devices: z.int(),
  created_by: z.string().nullable(),
  created_at: timeSchema,
  updated_at: timeSchema,
});

export const executionSchema = z.object({
  job_id: z.string(),
  agent_uuid: z.string(),
  status: jobStatusSchema,
  execution_number: z.int(),
  version_number: z.int(),
  queued_at: timeSchema,
  started_at: timeSchema.nullable(),
  last_updated_at: timeSchema,
  completed_at: timeSchema.nullable(),
  exit_code: z.int().nullable(),
  stdout: z.string().nullable(),
  stderr: z.string().nullable(),
  reason: z.string().nullable(),
  executed_steps: z.int().nullable(),
  failed_step: z.string().nullable(),
  status_details: z.unknown().nullable(),
});

const uuidParams = z.object({ uuid: strictUuid });
const jobParams = z.object({ jobId: z.string().min(1).max(100) });
const agentJobParams = uuidParams.extend(jobParams.shape);

const orderFields = {
  job_name: z.string().trim().min(1).max(200),
  job_document: jobDocumentSchema.optional(),
  template_id: z.string().max(100).optional(),
  execution_type: z.enum(executionTypes).default('oneTime'),
  schedule: jobScheduleSchema.nullish(),
  max_executions: z.int().min(1).max(1_000_000).nullish(),
  timeout_minutes: z.int().min(1).max(43_200).default(60),
};

const paged = {
  status: jobStatusSchema.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(20),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
};

const detailSchema = z.object({ job: jobSchema, device_statuses: z.array(executionSchema) });
const changedSchema = z.object({ message: z.string(), job: jobSchema });

/** What an agent reports; texts are cut to what is kept, never refused for their length. */
export const jobReportSchema = z.object({
  status: jobStatusSchema,
  exit_code: z.int().nullish(),
  stdout: z.string().nullish(),
  stderr: z.string().nullish(),
  reason: z.string().nullish(),
  executed_steps: z.int().min(0).nullish(),
  failed_step: z.union([z.string(), z.int()]).nullish(),
  status_details: z.unknown().optional(),
});

export type JobReport = z.output<typeof jobReportSchema>;

const common = { tag: 'jobs', source: 'document', rate: 'global' } as const;
const run = { ...common, access: 'jobs:run' } as const;
const read = { ...common, access: 'jobs:read' } as const;
const device = { ...common, source: 'wire', access: 'device', rate: 'device' } as const;
const orderFailures = ['JOB_UNUSABLE', 'JOB_TEMPLATE_NOT_FOUND'] as const;

export const jobsApi = {
  submitJob: {
    ...run,
    method: 'POST',
    path: '/api/v1/agents/:uuid/jobs',
    summary: 'Submit a job for one agent',
    idempotent: true,
    params: uuidParams,
    body: z.object(orderFields),
    answers: { 201: json('Submitted', changedSchema) },
    failures: ['AGENT_NOT_FOUND', ...orderFailures],
  },
  executeJob: {
    ...run,
    source: 'wire',
    method: 'POST',
    path: '/api/v1/jobs/execute',
    summary: 'Submit a job for several agents: those that are named, those of a filter, or all',
    idempotent: true,
    body: z.object({
      ...orderFields,
      target_type: z.enum(targetTypes).default('device'),
      target_agents: z.array(z.uuid()).max(10_000).optional(),
      target_filter: z.record(z.string(), z.unknown()).nullish(),
      created_by: z.string().max(200).nullish(),
    }),
    answers: { 201: json('Submitted', changedSchema) },
    failures: ['AGENT_NOT_FOUND', ...orderFailures],
  },
  listAgentJobs: {
    ...read,
    method: 'GET',
    path: '/api/v1/agents/:uuid/jobs',
    summary: 'Executions of one agent, the newest first',
    params: uuidParams,
    query: z.object(paged),
    answers: {
      200: json(
        'A page of them',
        z.object({
          agent_uuid: z.string(),
          jobs: z.array(executionSchema.extend({ job_name: z.string() })),
          total: z.int(),
          page: z.int(),
          pageSize: z.int(),
          totalPages: z.int(),
        }),
      ),
    },
    failures: ['AGENT_NOT_FOUND'],
  },
  getAgentJob: {
    ...read,
    method: 'GET',
    path: '/api/v1/agents/:uuid/jobs/:jobId',
    summary: 'Status and result of a job on this agent, every execution of it',
    params: agentJobParams,
    answers: { 200: json('The job', detailSchema) },
    failures: ['JOB_NOT_FOUND'],
  },
  cancelAgentJob: {
    ...run,
    method: 'POST',
    path: '/api/v1/agents/:uuid/jobs/:jobId/cancel',
    summary: 'Cancel a job on this agent, queued or running',
    params: agentJobParams,
    answers: { 200: json('Canceled', changedSchema) },
    failures: ['JOB_NOT_FOUND', 'JOB_ENDED'],
  },
  listJobs: {
    ...read,
    source: 'wire',
    method: 'GET',
    path: '/api/v1/jobs/executions',
    summary: 'Jobs, the newest first',
    query: z.object({ ...paged, limit: z.coerce.number().int().min(1).max(500).default(50) }),
    answers: { 200: json('A page of them', z.object({ jobs: z.array(jobSchema), total: z.int() })) },
  },
  getJob: {
    ...read,
    source: 'wire',
    method: 'GET',
    path: '/api/v1/jobs/executions/:jobId',
    summary: 'One job and its executions',
    params: jobParams,
    answers: { 200: json('The job', detailSchema) },
    failures: ['JOB_NOT_FOUND'],
  },
  cancelJob: {
    ...run,
    source: 'wire',
    method: 'POST',
    path: '/api/v1/jobs/executions/:jobId/cancel',
    summary: 'Cancel a job everywhere',
    params: jobParams,
    answers: { 200: json('Canceled', changedSchema) },
    failures: ['JOB_NOT_FOUND', 'JOB_ENDED'],
  },
  deleteJob: {
    ...common,
    access: 'jobs:write',
    source: 'wire',
    method: 'DELETE',
    path: '/api/v1/jobs/:jobId',
    summary: 'Forget a job that has ended, with its executions',
    params: jobParams,
    answers: { 200: done('Forgotten') },
    failures: ['JOB_NOT_FOUND', 'JOB_STILL_OPEN'],
  },
  nextJob: {
    ...device,
    method: 'GET',
    path: '/api/v1/agents/:uuid/jobs/next',
    aliases: [{ path: '/api/v1/devices/:uuid/jobs/next' }],
    summary: 'The job that this agent does next; it counts as started',
    params: uuidParams,
    answers: {
      200: json(
        'To be done',
        z.object({
          job_id: z.string(),
          job_name: z.string(),
          job_document: z.record(z.string(), z.unknown()),
          timeout_seconds: z.int(),
          execution_number: z.int(),
          created_at: timeSchema,
        }),
      ),
    },
    failures: ['NO_PENDING_JOBS'],
  },
  reportJob: {
    ...device,
    method: 'PATCH',
    path: '/api/v1/agents/:uuid/jobs/:jobId/status',
    aliases: [{ path: '/api/v1/devices/:uuid/jobs/:jobId/status' }],
    summary: 'How far this agent is with a job',
    params: agentJobParams,
    body: jobReportSchema,
    answers: { 200: json('As it is kept', executionSchema) },
    failures: ['JOB_NOT_FOUND', 'JOB_ENDED', 'JOB_STATUS_UNUSABLE'],
  },
} as const satisfies Record<string, FleetEndpoint>;
