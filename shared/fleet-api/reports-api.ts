import { z } from 'zod';
import { json } from '../contract/row.ts';
import { agentReading } from './agent-path.ts';
import { pageQuery, timeSchema } from './answers.ts';
import type { FleetEndpoint } from './endpoint.ts';
import { machineFigures } from './machine-figures.ts';

const anything = z.record(z.string(), z.unknown());

const stateSchema = z.object({
  apps: z.union([anything, z.array(anything)]),
  config: anything,
  /** All else that is known of it: system, network, versions. */
  system_info: anything,
  /** Of the target state that it has applied. */
  version: z.int().nullable(),
  is_online: z.boolean().nullable(),
  reported_at: timeSchema,
});

const metricsSchema = z.object({
  agent_uuid: z.string(),
  recorded_at: timeSchema,
  ...machineFigures,
});

/** What agents have reported (wire §1.4, §1.5). */
export const reportsApi = {
  currentState: {
    ...agentReading,
    source: 'document',
    path: '/api/v1/agents/:uuid/current-state',
    summary: 'What the agent says of itself',
    answers: {
      200: json('The newest state', stateSchema.extend({ endpoints_health: anything, dropped: z.int() })),
    },
    failures: ['AGENT_NOT_FOUND', 'STATE_NOT_REPORTED'],
  },
  currentStateHistory: {
    ...agentReading,
    source: 'extension',
    path: '/api/v1/agents/:uuid/current-state/history',
    summary: 'The states before, each time something but figures had changed, the newest first',
    query: z.object(pageQuery),
    answers: {
      200: json(
        'The states of this page',
        z.object({ count: z.int(), states: z.array(stateSchema), nextCursor: z.string().nullable() }),
      ),
    },
    failures: ['AGENT_NOT_FOUND', 'CURSOR_INVALID'],
  },
  agentMetrics: {
    ...agentReading,
    source: 'document',
    path: '/api/v1/agents/:uuid/metrics',
    summary: 'System metrics, the newest first: every report of two days, then one each 15 min for 90 days',
    query: z.object({
      limit: z.coerce.number().int().min(1).max(10_000).default(100),
      /** Instead of `limit`. */
      period: z.enum(['30min', '6h', '12h', '24h']).optional(),
    }),
    answers: { 200: json('The metrics', z.object({ count: z.int(), metrics: z.array(metricsSchema) })) },
    failures: ['AGENT_NOT_FOUND'],
  },
} as const satisfies Record<string, FleetEndpoint>;
