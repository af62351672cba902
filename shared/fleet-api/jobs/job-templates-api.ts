import { z } from 'zod';
import { json } from '../../contract/row.ts';
import { done, idParams, timeSchema } from '../answers.ts';
import type { FleetEndpoint } from '../endpoint.ts';
import { jobDocumentSchema } from './job-document.ts';

/** Job documents under a name, and the handlers that agents know (wire §1.12). */

const templateSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  category: z.string().nullable(),
  job_document: z.record(z.string(), z.unknown()),
  created_at: timeSchema,
  updated_at: timeSchema,
});

const handlerSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  /** Text of the script, for people: agents bring their own. */
  script: z.string().nullable(),
  created_at: timeSchema,
  updated_at: timeSchema,
});

const templateBody = z.object({
  name: z.string().trim().min(1).max(200),
  description: z.string().max(2_000).nullish(),
  category: z.string().max(100).nullish(),
  job_document: jobDocumentSchema,
});

const handlerBody = z.object({
  name: z.string().trim().min(1).max(200),
  description: z.string().max(2_000).nullish(),
  script: z.string().max(200_000).nullish(),
});

const common = { tag: 'jobs', source: 'wire', rate: 'global' } as const;
const read = { ...common, access: 'jobs:read' } as const;
const write = { ...common, access: 'jobs:write' } as const;

export const jobTemplatesApi = {
  listJobTemplates: {
    ...read,
    method: 'GET',
    path: '/api/v1/jobs/templates',
    summary: 'All templates',
    answers: { 200: json('The templates', z.object({ templates: z.array(templateSchema), total: z.int() })) },
  },
  getJobTemplate: {
    ...read,
    method: 'GET',
    path: '/api/v1/jobs/templates/:id',
    summary: 'One template',
    params: idParams,
    answers: { 200: json('The template', templateSchema) },
    failures: ['JOB_TEMPLATE_NOT_FOUND'],
  },
  createJobTemplate: {
    ...write,
    method: 'POST',
    path: '/api/v1/jobs/templates',
    summary: 'Keep a job document under a name',
    body: templateBody,
    answers: { 201: json('Kept', templateSchema) },
    failures: ['JOB_NAME_TAKEN'],
  },
  updateJobTemplate: {
    ...write,
    method: 'PUT',
    path: '/api/v1/jobs/templates/:id',
    summary: 'Replace a template; jobs that were made of it stay as they are',
    params: idParams,
    body: templateBody,
    answers: { 200: json('As it is now', templateSchema) },
    failures: ['JOB_TEMPLATE_NOT_FOUND', 'JOB_NAME_TAKEN'],
  },
  deleteJobTemplate: {
    ...write,
    method: 'DELETE',
    path: '/api/v1/jobs/templates/:id',
    summary: 'Remove a template',
    params: idParams,
    answers: { 200: done('Removed') },
    failures: ['JOB_TEMPLATE_NOT_FOUND'],
  },
  listJobHandlers: {
    ...read,
    method: 'GET',
    path: '/api/v1/jobs/handlers',
    summary: 'Handlers that agents of this tenant know',
    answers: { 200: json('The handlers', z.object({ handlers: z.array(handlerSchema), total: z.int() })) },
  },
  getJobHandler: {
    ...read,
    method: 'GET',
    path: '/api/v1/jobs/handlers/:id',
    summary: 'One handler',
    params: idParams,
    answers: { 200: json('The handler', handlerSchema) },
    failures: ['JOB_HANDLER_NOT_FOUND'],
  },
  createJobHandler: {
    ...write,
    method: 'POST',
    path: '/api/v1/jobs/handlers',
    summary: 'Write a handler down',
    body: handlerBody,
    answers: { 201: json('Kept', handlerSchema) },
    failures: ['JOB_NAME_TAKEN'],
  },
  updateJobHandler: {
    ...write,
    method: 'PUT',
    path: '/api/v1/jobs/handlers/:id',
    summary: 'Replace a handler',
    params: idParams,
    body: handlerBody,
    answers: { 200: json('As it is now', handlerSchema) },
    failures: ['JOB_HANDLER_NOT_FOUND', 'JOB_NAME_TAKEN'],
  },
  deleteJobHandler: {
    ...write,
    method: 'DELETE',
    path: '/api/v1/jobs/handlers/:id',
    summary: 'Remove a handler',
    params: idParams,
    answers: { 200: done('Removed') },
    failures: ['JOB_HANDLER_NOT_FOUND'],
  },
} as const satisfies Record<string, FleetEndpoint>;
