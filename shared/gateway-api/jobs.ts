import { z } from 'zod';

/** Jobs of the gateway (contract §2, extension): rows on disk that outlive the restart that they cause. */

export const gatewayJobKinds = ['upgrade', 'firmware', 'restore'] as const;
export type GatewayJobKind = (typeof gatewayJobKinds)[number];

/** In the order in which a job goes through them; the server publishes only phases of its job's kind. */
export const gatewayJobPhases = {
  upgrade: ['accepted', 'snapshot', 'stopping-drivers', 'installing', 'restarting', 'verifying'],
  firmware: ['accepted', 'staged', 'installing', 'verifying'],
  restore: ['accepted', 'snapshot', 'stopping-drivers', 'applying', 'restarting', 'verifying'],
} as const satisfies Record<GatewayJobKind, readonly string[]>;

export type GatewayJobPhase = (typeof gatewayJobPhases)[GatewayJobKind][number];

const phaseSchema = z.enum([
  'accepted',
  'snapshot',
  'stopping-drivers',
  'installing',
  'applying',
  'staged',
  'restarting',
  'verifying',
]);

export const gatewayJobOutcomes = ['succeeded', 'failed', 'rolled-back', 'interrupted', 'replaced'] as const;
export type GatewayJobOutcome = (typeof gatewayJobOutcomes)[number];

export const gatewayJobSchema = z.object({
  id: z.uuid(),
  kind: z.enum(gatewayJobKinds),
  /** `waiting`: a firmware image that is staged for the next boot; it does not block other jobs. */
  state: z.enum(['running', 'waiting', 'done']),
  phase: phaseSchema,
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  outcome: z.enum(gatewayJobOutcomes).nullable(),
  reason: z.string().nullable(),
  /** Stable code of the failure, from the product's error table. */
  code: z.string().nullable(),
  username: z.string(),
  file: z.object({ name: z.string(), bytes: z.int(), sha256: z.string() }),
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** While its package is being downloaded, in bytes. */
  transfer: z.object({ bytes: z.int(), total: z.int() }).optional(),
});
export type GatewayJob = z.infer<typeof gatewayJobSchema>;

/** What `GET /system/jobs/:id/events` sends; the SSE `event:` is the key, the SSE `id:` a number that grows by one. */
export const gatewayJobEventSchemas = {
  phase: z.object({ phase: phaseSchema, at: z.iso.datetime() }),
  log: z.object({ level: z.enum(['info', 'warn', 'error']), message: z.string(), at: z.iso.datetime() }),
  done: z.object({
    outcome: z.enum(gatewayJobOutcomes),
    reason: z.string().optional(),
    code: z.string().optional(),
  }),
} as const;

export type GatewayJobEvent = {
  [K in keyof typeof gatewayJobEventSchemas]: {
    id: number;
    event: K;
    data: z.infer<(typeof gatewayJobEventSchemas)[K]>;
  };
}[keyof typeof gatewayJobEventSchemas];

export const jobEventHeartbeatMs = 15_000;
