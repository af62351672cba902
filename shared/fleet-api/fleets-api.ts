import { z } from 'zod';
import { json } from '../contract/row.ts';
import { agentSchema, tagsSchema } from './agent-schemas.ts';
import { timeSchema } from './answers.ts';
import type { FleetEndpoint } from './endpoint.ts';
import { line } from './line.ts';

/** A fleet (wire §1.13). What it costs is not known here: null. */
const fleetSchema = z.object({
  fleet_uuid: z.string(),
  fleet_name: z.string(),
  /** The tenant. */
  customer_id: z.string(),
  fleet_type: z.string(),
  status: z.string(),
  environment: z.string().nullable(),
  location: z.string().nullable(),
  description: z.string().nullable(),
  tags: tagsSchema,
  billing_enabled: z.boolean(),
  current_cost: z.null(),
  budget_limit: z.number().nullable(),
  created_at: timeSchema,
  updated_at: timeSchema,
  device_count: z.int(),
  online_count: z.int(),
});

const changeable = {
  fleet_type: z.enum(['physical', 'virtual']).optional(),
  status: z.enum(['active', 'inactive']).optional(),
  environment: line(100).nullish(),
  location: line(200).nullish(),
  description: z.string().trim().max(2_000).nullish(),
  tags: tagsSchema.optional(),
  billing_enabled: z.boolean().optional(),
  budget_limit: z.number().min(0).max(1e12).nullish(),
};

const common = { rate: 'global', tag: 'fleets', source: 'document' } as const;
const path = '/api/v1/fleets/:fleetId';
const params = z.object({ fleetId: z.string().min(1).max(100).toLowerCase() });
const agentUuid = z.string().min(1).max(100).toLowerCase();

/** Named groups of agents; an agent belongs to one fleet or to none (contract §2 "fleets"). */
export const fleetsApi = {
  listFleets: {
    ...common,
    access: 'fleets:read',
    method: 'GET',
    path: '/api/v1/fleets',
    summary: 'All fleets, by name',
    query: z.object({
      fleet_type: z.string().max(100).optional(),
      status: z.string().max(100).optional(),
      environment: z.string().max(100).optional(),
    }),
    answers: { 200: json('The fleets', z.object({ fleets: z.array(fleetSchema), total: z.int() })) },
  },
  createFleet: {
    ...common,
    access: 'fleets:write',
    method: 'POST',
    path: '/api/v1/fleets',
    summary: 'Make a fleet',
    body: z.object({ fleet_name: line(200), ...changeable }),
    answers: { 201: json('Made', fleetSchema) },
    failures: ['FLEET_NAME_TAKEN'],
  },
  getFleet: {
    ...common,
    access: 'fleets:read',
    method: 'GET',
    path,
    summary:
      'One fleet and its agents; of more than 1 000 the first by name, the rest by `GET /agents?fleet=`',
    params,
    answers: { 200: json('The fleet', fleetSchema.extend({ agents: z.array(agentSchema) })) },
    failures: ['FLEET_NOT_FOUND'],
  },
  updateFleet: {
    ...common,
    access: 'fleets:write',
    method: 'PUT',
    path,
    aliases: [{ method: 'PATCH', path }],
    summary: 'Change what is sent; null takes a value away',
    params,
    body: z.object({ fleet_name: line(200).optional(), ...changeable }),
    answers: { 200: json('As it is now', fleetSchema) },
    failures: ['FLEET_NOT_FOUND', 'FLEET_NAME_TAKEN'],
  },
  deleteFleet: {
    ...common,
    access: 'fleets:write',
    method: 'DELETE',
    path,
    summary: 'Remove a fleet; with agents in it only with `force=true`, which leaves them without one',
    params,
    query: z.object({ force: z.enum(['true', 'false']).default('false') }),
    answers: { 200: json('Removed', z.object({ message: z.string(), agents_released: z.int() })) },
    failures: ['FLEET_NOT_FOUND', 'FLEET_NOT_EMPTY'],
  },
  addFleetAgents: {
    ...common,
    access: 'fleets:write',
    method: 'POST',
    path: `${path}/agents`,
    summary: 'Put agents into a fleet; they leave the one that they were in',
    params,
    body: z.union([
      z.object({ agent_uuid: agentUuid }).transform((body) => [body.agent_uuid]),
      z.object({ agent_uuids: z.array(agentUuid).min(1).max(10_000) }).transform((body) => body.agent_uuids),
    ]),
    answers: {
      200: json(
        'The fleet; agents that do not exist are named',
        fleetSchema.extend({ added: z.int(), not_found: z.array(z.string()) }),
      ),
    },
    failures: ['FLEET_NOT_FOUND'],
  },
  removeFleetAgent: {
    ...common,
    source: 'extension',
    access: 'fleets:write',
    method: 'DELETE',
    path: `${path}/agents/:uuid`,
    summary: 'Take an agent out of a fleet',
    params: params.extend({ uuid: agentUuid }),
    answers: { 200: json('The fleet as it is now', fleetSchema) },
    failures: ['FLEET_NOT_FOUND', 'AGENT_NOT_FOUND'],
  },
} as const satisfies Record<string, FleetEndpoint>;
