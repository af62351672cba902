import { z } from 'zod';
import { json } from '../contract/row.ts';
import { agentParams } from './agent-path.ts';
import { pageQuery, timeSchema } from './answers.ts';
import type { FleetEndpoint } from './endpoint.ts';
import { logLevels } from './log-line.ts';

const lineSchema = z.object({
  id: z.string(),
  agent_uuid: z.string(),
  service_name: z.string().nullable(),
  message: z.string(),
  level: z.enum(logLevels),
  is_system: z.boolean(),
  is_stderr: z.boolean(),
  /** By the agent's clock, unless that is off. */
  timestamp: timeSchema,
  /** When it arrived. */
  created_at: timeSchema,
  meta: z.record(z.string(), z.unknown()),
});

/** A moment, or a day. */
const momentSchema = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);

const common = {
  access: 'agents:read',
  rate: 'global',
  tag: 'agents',
  method: 'GET',
  params: agentParams,
} as const;

/** Log lines that agents have sent (wire §1.4). */
export const logsApi = {
  agentLogs: {
    ...common,
    source: 'document',
    path: '/api/v1/agents/:uuid/logs',
    summary: 'Log lines, the newest first',
    query: z.object({
      ...pageQuery,
      limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
      service: z.string().max(255).optional(),
      level: z.enum(logLevels).optional(),
      /** Part of the message, in upper or lower case. */
      q: z.string().max(200).optional(),
      from: momentSchema.optional(),
      /** A day is meant to its end. */
      to: momentSchema.optional(),
    }),
    answers: {
      200: json(
        'The lines of this page',
        z.object({ count: z.int(), logs: z.array(lineSchema), nextCursor: z.string().nullable() }),
      ),
    },
    failures: ['AGENT_NOT_FOUND', 'CURSOR_INVALID'],
  },
  logServices: {
    ...common,
    source: 'wire',
    path: '/api/v1/agents/:uuid/logs/services',
    summary: 'Names of the services that have sent log lines',
    answers: { 200: json('The names', z.object({ count: z.int(), services: z.array(z.string()) })) },
    failures: ['AGENT_NOT_FOUND'],
  },
} as const satisfies Record<string, FleetEndpoint>;
