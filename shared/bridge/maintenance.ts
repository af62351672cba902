import { z } from 'zod';
import { failureSchema } from '#shared/errors/failure.ts';
import { jobKinds } from '#shared/maintenance/phases.ts';
import type { Call } from './call.ts';
import { ways } from './gateways.ts';

/** Maintenance jobs of the workbench: one at a time per gateway, journalled, with one monotonic bar. */

export const checkSchema = z.object({
  /** Stable name: `archive`, `signature`, `revision`, `launcher`, `running-job`, `account`, `backup-first`, `drivers`. */
  check: z.string(),
  result: z.enum(['ok', 'warning', 'blocked']),
  /** The sentence shown beside the tick, exclamation mark or cross. */
  message: z.string(),
});

export const preflightSchema = z.object({
  file: z.object({ token: z.string(), name: z.string(), bytes: z.int(), sha256: z.string() }),
  /** What it is; `unknown` may still be a firmware image for a real installer. */
  kind: z.enum(['supervision', 'firmware', 'backup', 'unknown']),
  /** Which job this file leads to; null when nothing can be done with it. */
  job: z.enum(['upgrade', 'firmware', 'restore']).nullable(),
  name: z.string().nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  createdAt: z.string().nullable(),
  downgrade: z.boolean(),
  /** How long sending it takes at the least by the serial cable; null by the LAN. */
  sendSeconds: z.int().nullable(),
  signature: z.object({
    state: z.enum(['trusted', 'stranger', 'missing', 'not-applicable']),
    /** Name of the trusted key, from its file. */
    signer: z.string().nullable(),
  }),
  checks: z.array(checkSchema),
});
export type Preflight = z.infer<typeof preflightSchema>;

export const jobOutcomes = ['succeeded', 'failed', 'rolled-back', 'cancelled', 'interrupted'] as const;

export const jobSchema = z.object({
  id: z.uuid(),
  kind: z.enum(jobKinds),
  gatewayId: z.uuid(),
  gatewayName: z.string(),
  /** The way it goes; jobs of before there was a choice went by the LAN. */
  via: z.enum(ways).default('lan'),
  state: z.enum(['running', 'done']),
  /** Names of its phases in order (rows of the phase table). */
  phases: z.array(z.string()),
  phase: z.string(),
  /** 0…1, never goes back. */
  progress: z.number().min(0).max(1),
  /** Only while bytes move. `bytesPerSecond` over the last 3 s; `secondsLeft` null while unknown. */
  transfer: z
    .object({
      bytes: z.int(),
      totalBytes: z.int().nullable(),
      bytesPerSecond: z.number(),
      secondsLeft: z.number().nullable(),
    })
    .nullable(),
  cancellable: z.boolean(),
  startedAt: z.int(),
  endedAt: z.int().nullable(),
  outcome: z.enum(jobOutcomes).nullable(),
  /** One sentence for the result card, also on success: "boiler-room runs 2026.05.0, was away for 3.1 s." */
  summary: z.string().nullable(),
  failure: failureSchema.nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  file: z.object({ name: z.string(), bytes: z.int(), sha256: z.string() }).nullable(),
  backupId: z.uuid().nullable(),
  /** From the last answer before to the first healthy one after; null unless it restarted. */
  downtimeMs: z.int().nullable(),
  /** What happened, newest last; bounded. */
  log: z.array(z.object({ at: z.int(), message: z.string() })),
  dismissed: z.boolean(),
});
export type Job = z.infer<typeof jobSchema>;

const gatewayIdSchema = z.object({ gatewayId: z.uuid() });
const withFile = gatewayIdSchema.extend({ fileToken: z.string(), backupFirst: z.boolean() });
const jobIdSchema = z.object({ jobId: z.uuid() });

export const maintenanceCalls = {
  'maintenance.jobs': { input: z.null(), output: z.array(jobSchema) },
  'maintenance.preflight': {
    input: gatewayIdSchema.extend({ fileToken: z.string() }),
    output: preflightSchema,
  },
  /** Each of these answers with the job as soon as its journal is on disk; the rest comes as events. */
  'maintenance.backup': { input: gatewayIdSchema, output: jobSchema },
  'maintenance.upgrade': { input: withFile.extend({ allowDowngrade: z.boolean() }), output: jobSchema },
  'maintenance.firmware': { input: withFile, output: jobSchema },
  'maintenance.restore': { input: withFile, output: jobSchema },
  'maintenance.reboot': { input: gatewayIdSchema, output: jobSchema },
  /** Applies the update of the gateway's own feed; followed beyond the restart that it causes. */
  'maintenance.update': { input: gatewayIdSchema.extend({ backupFirst: z.boolean() }), output: jobSchema },
  /** Restores a snapshot that lies on the gateway; needs the extension `restore-snapshot`. */
  'maintenance.restoreSnapshot': {
    input: gatewayIdSchema.extend({ snapshot: z.string().min(1).max(255), backupFirst: z.boolean() }),
    output: jobSchema,
  },
  /** Downloads a snapshot into the backup folder, checked and recorded as a backup. */
  'maintenance.downloadSnapshot': {
    input: gatewayIdSchema.extend({ snapshot: z.string().min(1).max(255) }),
    output: jobSchema,
  },
  'maintenance.cancel': { input: jobIdSchema, output: jobSchema },
  'maintenance.dismiss': { input: jobIdSchema, output: jobSchema },
} as const satisfies Record<string, Call>;

export const maintenanceEvents = { 'maintenance.changed': jobSchema } as const;
