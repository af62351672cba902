import { z } from 'zod';
import { tagKeySchema, tagValueSchema } from './agent-filter.ts';
import { timeSchema } from './answers.ts';
import { machineFigures } from './machine-figures.ts';

/** Key to value. */
export const tagsSchema = z.record(tagKeySchema, tagValueSchema);

/**
 * An agent in a list (wire §1.4, element A). What nobody reported is null. The public system's `metrics.pw` is a random
 * number there and does not exist here.
 */
export const agentSchema = z.object({
  /** The uuid once more. */
  id: z.string(),
  uuid: z.string(),
  name: z.string(),
  device_name: z.string(),
  device_type: z.string().nullable(),
  location: z.string().nullable(),
  state: z.enum(['active', 'inactive']),
  /** pending: it was made here, or has not proved its key yet. */
  provisioning_state: z.enum(['pending', 'registered']),
  status: z.enum(['online', 'offline']),
  is_online: z.boolean(),
  lastSeen: timeSchema.nullable(),
  /** When it last went online or offline. */
  last_connectivity_event: timeSchema.nullable(),
  ip_address: z.string().nullable(),
  mac_address: z.string().nullable(),
  os_version: z.string().nullable(),
  architecture: z.string().nullable(),
  agent_version: z.string().nullable(),
  ...machineFigures,
  target_apps_count: z.int().nullable(),
  current_apps_count: z.int().nullable(),
  last_reported: timeSchema.nullable(),
  created_at: timeSchema,
  fleet_uuid: z.string().nullable(),
  metrics: z.object({ cpu: z.number().nullable(), memory: z.number().nullable(), io: z.number().nullable() }),
  tags: tagsSchema.optional(),
});

/** What lists of agents can be sorted by; equal ones by their uuid. */
export const agentSorts = [
  'name',
  'created_at',
  'last_seen',
  'device_type',
  'location',
  'agent_version',
] as const;

export type AgentSort = (typeof agentSorts)[number];

const sortShape = {
  sort: z.enum(agentSorts).default('name'),
  order: z.enum(['asc', 'desc']).default('asc'),
  cursor: z.string().max(1_000).optional(),
};

/** A page in a query. `page` counts from 1; with `cursor` it is not looked at. */
export const agentPageQuery = {
  ...sortShape,
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  limit: z.coerce.number().int().min(1).max(1_000).default(10),
};

/** The same in a body. */
export const agentPageBody = {
  ...sortShape,
  page: z.int().min(1).max(100_000).default(1),
  limit: z.int().min(1).max(1_000).default(10),
};

export const agentPageSchema = z.object({
  /** Agents on this page. */
  count: z.int(),
  agents: z.array(agentSchema),
  pagination: z.object({
    page: z.int(),
    limit: z.int(),
    totalDevices: z.int(),
    totalPages: z.int(),
  }),
  /** Of the next page; null: this was the last one. */
  nextCursor: z.string().nullable(),
});
