import { z } from 'zod';
import { json } from '../contract/row.ts';
import { agentFilterSchema } from './agent-filter.ts';
import { flagQuery } from './agent-path.ts';
import { agentPageQuery, agentPageSchema } from './agent-schemas.ts';
import { idParams, timeSchema } from './answers.ts';
import type { FleetEndpoint } from './endpoint.ts';
import { line } from './line.ts';

const groupSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  filter: agentFilterSchema,
  created_by: z.string(),
  created_at: timeSchema,
  updated_at: timeSchema,
  /** Found just now. */
  agent_count: z.int(),
  online_count: z.int(),
});

const description = z.string().trim().max(2_000).nullish();
const common = { rate: 'global', tag: 'groups', source: 'extension' } as const;
const path = '/api/v1/groups/:id';

/** Dynamic groups: a filter with a name. Who belongs to one is found out when somebody asks. */
export const groupsApi = {
  listGroups: {
    ...common,
    access: 'fleets:read',
    method: 'GET',
    path: '/api/v1/groups',
    summary: 'All groups, by name',
    answers: { 200: json('The groups', z.object({ groups: z.array(groupSchema), total: z.int() })) },
  },
  createGroup: {
    ...common,
    access: 'fleets:write',
    method: 'POST',
    path: '/api/v1/groups',
    summary: 'Save a filter under a name',
    body: z.object({ name: line(200), description, filter: agentFilterSchema }),
    answers: { 201: json('Made', groupSchema) },
    failures: ['GROUP_NAME_TAKEN'],
  },
  getGroup: {
    ...common,
    access: 'fleets:read',
    method: 'GET',
    path,
    summary: 'One group',
    params: idParams,
    answers: { 200: json('The group', groupSchema) },
    failures: ['GROUP_NOT_FOUND'],
  },
  updateGroup: {
    ...common,
    access: 'fleets:write',
    method: 'PUT',
    path,
    summary: 'Change what is sent',
    params: idParams,
    body: z.object({ name: line(200).optional(), description, filter: agentFilterSchema.optional() }),
    answers: { 200: json('As it is now', groupSchema) },
    failures: ['GROUP_NOT_FOUND', 'GROUP_NAME_TAKEN'],
  },
  deleteGroup: {
    ...common,
    access: 'fleets:write',
    method: 'DELETE',
    path,
    summary: 'Remove a group; its agents stay as they are',
    params: idParams,
    answers: { 204: { description: 'Removed', contentType: 'text/plain' } },
    failures: ['GROUP_NOT_FOUND'],
  },
  groupAgents: {
    ...common,
    access: 'fleets:read',
    method: 'GET',
    path: `${path}/agents`,
    summary: 'The agents that fit now, page by page',
    params: idParams,
    query: z.object({ includeTags: flagQuery, ...agentPageQuery }),
    answers: { 200: json('A page', agentPageSchema) },
    failures: ['GROUP_NOT_FOUND', 'CURSOR_INVALID'],
  },
} as const satisfies Record<string, FleetEndpoint>;
