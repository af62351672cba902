import { z } from 'zod';
import { json } from '../contract/row.ts';
import { agentFilterSchema, tagKeySchema, tagValueSchema } from './agent-filter.ts';
import { agentParams, flagQuery } from './agent-path.ts';
import { agentPageBody, agentPageQuery, agentPageSchema, agentSchema, tagsSchema } from './agent-schemas.ts';
import type { FleetEndpoint } from './endpoint.ts';
import { line } from './line.ts';

const common = { rate: 'global', tag: 'agents' } as const;
const anything = z.record(z.string(), z.unknown());
const changed = json('As it is now', z.object({ success: z.literal(true), device: agentSchema }));

/** What people may say of an agent; the names are the public system's (wire §1.4). */
const described = {
  deviceType: line(100).nullish(),
  ipAddress: line(100).nullish(),
  macAddress: line(100).nullish(),
  location: line(200).nullish(),
  /** null: it belongs to none. */
  fleetUuid: z.string().max(100).nullish(),
};

/** Agents: list, detail, and what people change about them. */
export const agentsApi = {
  listAgents: {
    ...common,
    source: 'document',
    access: 'agents:read',
    method: 'GET',
    path: '/api/v1/agents',
    summary: 'The agents of this tenant, page by page',
    query: z.object({
      online: z.enum(['true', 'false']).optional(),
      filter: z.enum(['all', 'active', 'inactive']).default('all'),
      /** A fleet's uuid, or `none`. */
      fleet: z.string().min(1).max(100).optional(),
      /** `key` or `key:value`; several parted by a comma, all of which it has. */
      tag: z.string().max(2_000).optional(),
      /** In any of its names and addresses. */
      q: z.string().max(200).optional(),
      includeTags: flagQuery,
      ...agentPageQuery,
    }),
    answers: { 200: json('A page', agentPageSchema) },
    failures: ['CURSOR_INVALID'],
  },
  queryAgents: {
    ...common,
    source: 'wire',
    access: 'agents:read',
    method: 'POST',
    path: '/api/v1/agents/query',
    summary: 'The agents that fit a filter, page by page',
    body: z.object({ filter: agentFilterSchema, includeTags: z.boolean().default(false), ...agentPageBody }),
    answers: { 200: json('A page', agentPageSchema) },
    failures: ['CURSOR_INVALID'],
  },
  createAgent: {
    ...common,
    source: 'wire',
    access: 'agents:write',
    method: 'POST',
    path: '/api/v1/agents',
    summary: 'Make an agent known before it registers',
    body: z.object({
      /** Made up when it is left out; the agent then has to register with this one. */
      uuid: z.guid().toLowerCase().optional(),
      deviceName: line(200),
      ...described,
      tags: tagsSchema.default({}),
    }),
    answers: { 201: json('Made', z.object({ success: z.literal(true), device: agentSchema })) },
    failures: ['AGENT_EXISTS', 'DEVICE_LIMIT_REACHED', 'FLEET_NOT_FOUND', 'TAGS_TOO_MANY'],
  },
  getAgent: {
    ...common,
    source: 'document',
    access: 'agents:read',
    method: 'GET',
    path: '/api/v1/agents/:uuid',
    summary: 'One agent, with its tags, its target state and what it reported last',
    params: agentParams,
    answers: {
      200: json(
        'The agent',
        z.object({
          device: agentSchema.required({ tags: true }),
          target_state: anything.nullable(),
          current_state: anything.nullable(),
        }),
      ),
    },
    failures: ['AGENT_NOT_FOUND'],
  },
  updateAgent: {
    ...common,
    source: 'wire',
    access: 'agents:write',
    method: 'PATCH',
    path: '/api/v1/agents/:uuid',
    summary: 'Change what people say of an agent; null takes a value away',
    params: agentParams,
    body: z.object({ deviceName: line(200).optional(), ...described }),
    answers: { 200: changed },
    failures: ['AGENT_NOT_FOUND', 'FLEET_NOT_FOUND'],
  },
  activateAgent: {
    ...common,
    source: 'wire',
    access: 'agents:write',
    method: 'PATCH',
    path: '/api/v1/agents/:uuid/active',
    summary: 'Let an agent in, or shut it out at once',
    params: agentParams,
    body: z.union([
      z.object({ is_active: z.boolean() }).transform((body) => body.is_active),
      z.object({ isActive: z.boolean() }).transform((body) => body.isActive),
    ]),
    answers: { 200: changed },
    failures: ['AGENT_NOT_FOUND'],
  },
  deleteAgent: {
    ...common,
    source: 'wire',
    access: 'agents:delete',
    method: 'DELETE',
    path: '/api/v1/agents/:uuid',
    summary: 'Remove an agent; its key and its connections end at once',
    params: agentParams,
    answers: { 200: json('Removed', z.object({ success: z.literal(true), message: z.string() })) },
    failures: ['AGENT_NOT_FOUND'],
  },
} as const satisfies Record<string, FleetEndpoint>;

const tagParams = agentParams.extend({ key: tagKeySchema });
const tagsAnswer = json('Its tags now', z.object({ uuid: z.string(), tags: tagsSchema }));
const tagsCommon = { ...common, source: 'wire', params: agentParams } as const;
const tagsPath = '/api/v1/agents/:uuid/tags';

/** Tags of agents: key and value, for lists, filters and groups. */
export const tagsApi = {
  listTags: {
    ...common,
    source: 'extension',
    access: 'agents:read',
    method: 'GET',
    path: '/api/v1/agents/tags',
    summary: 'Every tag in use, and how many agents have it',
    answers: {
      200: json(
        'The tags',
        z.object({ tags: z.array(z.object({ key: z.string(), value: z.string(), agents: z.int() })) }),
      ),
    },
  },
  bulkTags: {
    ...common,
    source: 'wire',
    access: 'agents:write',
    method: 'POST',
    path: '/api/v1/agents/tags/bulk',
    summary: 'Set and remove tags of many agents at once, named or found by a filter',
    body: z
      .object({
        agent_uuids: z.array(z.string().max(100).toLowerCase()).max(10_000).optional(),
        filter: agentFilterSchema.optional(),
        set: tagsSchema.default({}),
        remove: z.array(tagKeySchema).max(100).default([]),
      })
      .refine((body) => (body.agent_uuids === undefined) !== (body.filter === undefined), {
        message: 'say either agent_uuids or filter',
        path: ['agent_uuids'],
      }),
    answers: {
      200: json(
        'What was changed; those that do not exist are named',
        z.object({ success: z.literal(true), updated: z.int(), not_found: z.array(z.string()) }),
      ),
    },
    failures: ['TAGS_TOO_MANY'],
  },
  agentTags: {
    ...tagsCommon,
    access: 'agents:read',
    method: 'GET',
    path: tagsPath,
    summary: 'The tags of an agent',
    answers: { 200: tagsAnswer },
    failures: ['AGENT_NOT_FOUND'],
  },
  setTags: {
    ...tagsCommon,
    access: 'agents:write',
    method: 'POST',
    path: tagsPath,
    summary: 'Set tags beside those that there are',
    body: z.union([
      z.object({ tags: tagsSchema }).transform((body) => body.tags),
      z
        .object({ key: tagKeySchema, value: tagValueSchema.default('') })
        .transform(({ key, value }) => ({ [key]: value })),
    ]),
    answers: { 200: tagsAnswer },
    failures: ['AGENT_NOT_FOUND', 'TAGS_TOO_MANY'],
  },
  replaceTags: {
    ...tagsCommon,
    access: 'agents:write',
    method: 'PUT',
    path: tagsPath,
    summary: 'These tags and no other',
    body: z.object({ tags: tagsSchema }),
    answers: { 200: tagsAnswer },
    failures: ['AGENT_NOT_FOUND', 'TAGS_TOO_MANY'],
  },
  removeTag: {
    ...common,
    source: 'wire',
    access: 'agents:write',
    method: 'DELETE',
    path: `${tagsPath}/:key`,
    summary: 'Take one tag away',
    params: tagParams,
    answers: { 200: tagsAnswer },
    failures: ['AGENT_NOT_FOUND', 'TAG_NOT_FOUND'],
  },
} as const satisfies Record<string, FleetEndpoint>;
