import { z } from 'zod';
import { json, text } from '../contract/row.ts';
import { badRequest, errSchema, forbidden } from './answers.ts';
import type { Endpoint } from './endpoint.ts';
import { gatewayJobSchema } from './jobs.ts';
import { backupParts, snapshotOrigins } from './manifests.ts';
import { gatewaySettingsSchema } from './settings.ts';
import { snapshotParamsSchema } from './system-api.ts';

/** Ours, announced by `GET /system/capabilities`; a plain box has none of them. */

export const extensionNames = [
  'identify',
  'inspect',
  'jobs',
  'reboot-post',
  'restore-snapshot',
  'settings',
  'snapshots',
  'tus',
] as const;

export const capabilitiesSchema = z.object({
  product: z.string(),
  /** Of the box itself, the same for ever; older revisions do not tell it. */
  id: z.uuid().optional(),
  name: z.string(),
  contract: z.literal(1),
  revision: z.string(),
  firmware: z.string(),
  /** Another one after every start of the gateway application, so that a restart can be proved. */
  bootId: z.uuid(),
  uptimeSeconds: z.number(),
  extensions: z.array(z.string()),
});
export type Capabilities = z.infer<typeof capabilitiesSchema>;

export const snapshotSchema = z.object({
  name: z.string(),
  createdAt: z.iso.datetime(),
  bytes: z.int(),
  sha256: z.string(),
  origin: z.enum(snapshotOrigins),
  revision: z.string(),
  verified: z.boolean(),
  label: z.string().optional(),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

export const healthSchema = z.object({
  status: z.enum(['ok', 'failing']),
  revision: z.string(),
  bootId: z.uuid(),
  checks: z.record(z.string(), z.object({ ok: z.boolean(), detail: z.string().optional() })),
});

const partComparisonSchema = z.object({
  part: z.enum(backupParts),
  same: z.boolean(),
  /** Rows of the archive and of the live state; 1 for settings. */
  archive: z.int(),
  live: z.int(),
  /** Names of rows, at most 100 each; `more` counts the rest. */
  added: z.array(z.string()),
  removed: z.array(z.string()),
  changed: z.array(z.string()),
  more: z.int(),
});

export const inspectionSchema = z.object({
  kind: z.enum(['backup', 'supervision', 'firmware', 'unknown']),
  file: z.object({ name: z.string(), bytes: z.int(), sha256: z.string() }),
  manifest: z.record(z.string(), z.json()).nullable(),
  signature: z.object({
    state: z.enum(['trusted', 'stranger', 'missing', 'not-applicable']),
    signer: z.string().nullable(),
  }),
  /** What a restore would change; only for backups. */
  parts: z.array(partComparisonSchema).nullable(),
  /** In the order in which an upgrade, firmware upgrade or restore makes them; none is left out after a failure. */
  checks: z.array(
    z.object({
      check: z.string(),
      result: z.enum(['ok', 'warning', 'failed', 'not-made']),
      message: z.string(),
      code: z.string().nullable(),
    }),
  ),
});
export type Inspection = z.infer<typeof inspectionSchema>;

const uploadParams = z.object({ id: z.string().min(1).max(100) });
const tusEmpty = (description: string) =>
  ({ ...text(description), headers: { 'Tus-Resumable': '1.0.0' } }) as const;

const jobParams = z.object({ id: z.uuid() });
const noSuchJob = json('No such job', errSchema);

export const extensionApi = {
  capabilities: {
    method: 'GET',
    path: '/system/capabilities',
    access: 'none',
    source: 'extension',
    summary: 'What this gateway is and which extensions it offers',
    answers: { 200: json('Capabilities', capabilitiesSchema) },
  },
  rebootPost: {
    method: 'POST',
    path: '/system/actions/reboot',
    access: 'administrator',
    source: 'extension',
    summary: 'Reboot the gateway',
    answers: { 200: text('Rebooting; may never arrive'), 403: forbidden },
  },
  jobs: {
    method: 'GET',
    path: '/system/jobs',
    access: 'session',
    source: 'extension',
    summary: 'Upgrade, firmware and restore jobs, newest first',
    answers: { 200: json('Jobs', z.object({ jobs: z.array(gatewayJobSchema) })), 403: forbidden },
  },
  job: {
    method: 'GET',
    path: '/system/jobs/:id',
    access: 'session',
    source: 'extension',
    summary: 'One job',
    params: jobParams,
    answers: { 200: json('The job', gatewayJobSchema), 400: badRequest, 403: forbidden, 404: noSuchJob },
  },
  jobEvents: {
    method: 'GET',
    path: '/system/jobs/:id/events',
    access: 'session',
    source: 'extension',
    summary: 'Events of one job from its first one or from Last-Event-ID on; ends with `done`',
    params: jobParams,
    answers: {
      200: { description: 'phase | log | done', contentType: 'text/event-stream' },
      400: badRequest,
      403: forbidden,
      404: noSuchJob,
    },
  },
  snapshots: {
    method: 'GET',
    path: '/system/snapshots',
    access: 'session',
    source: 'extension',
    summary: 'Snapshots on the gateway, newest first',
    answers: { 200: json('Snapshots', z.object({ snapshots: z.array(snapshotSchema) })), 403: forbidden },
  },
  snapshotCreate: {
    method: 'POST',
    path: '/system/snapshots',
    access: 'administrator',
    source: 'extension',
    summary: 'Take a snapshot now',
    body: z.strictObject({ label: z.string().trim().max(100).optional() }),
    answers: {
      200: json('The snapshot, verified', snapshotSchema),
      400: badRequest,
      403: forbidden,
      500: json('What failed', errSchema),
    },
  },
  snapshotDelete: {
    method: 'DELETE',
    path: '/system/snapshots/:name',
    access: 'administrator',
    source: 'extension',
    summary: 'Delete a snapshot',
    params: snapshotParamsSchema,
    answers: {
      200: json('Deleted', z.object({ err: z.null() })),
      403: forbidden,
      404: json('No such snapshot', errSchema),
    },
  },
  inspect: {
    method: 'POST',
    path: '/system/inspect',
    access: 'session',
    source: 'extension',
    summary: 'What an archive is, what it would change, and every check with its result; applies nothing',
    query: z.object({
      upload: z.string().min(1).max(100).optional(),
      snapshot: z.string().min(1).max(255).optional(),
    }),
    multipart: { maxFiles: 1 },
    answers: {
      200: json('What it is', inspectionSchema),
      400: badRequest,
      403: forbidden,
      404: json('No such upload or snapshot', errSchema),
      500: json('It could not be received', errSchema),
    },
  },
  identify: {
    method: 'POST',
    path: '/system/identify',
    access: 'session',
    source: 'extension',
    summary: 'Blink the identify light, or have the workbench that hosts this gateway show it',
    answers: {
      200: json('Done', z.object({ err: z.null(), by: z.enum(['light', 'workbench', 'command']) })),
      403: forbidden,
      500: json('This gateway has nothing to identify itself with', errSchema),
    },
  },
  settings: {
    method: 'GET',
    path: '/system/settings',
    access: 'session',
    source: 'extension',
    summary: "The gateway's settings",
    answers: { 200: json('Settings', gatewaySettingsSchema), 403: forbidden },
  },
  settingsUpdate: {
    method: 'PUT',
    path: '/system/settings',
    access: 'administrator',
    source: 'extension',
    summary: 'Change settings; names that are left out stay as they are',
    body: gatewaySettingsSchema.partial(),
    answers: {
      200: json('Settings after the change', gatewaySettingsSchema),
      400: badRequest,
      403: forbidden,
    },
  },
  health: {
    method: 'GET',
    path: '/health',
    access: 'none',
    source: 'extension',
    summary: 'Whether the gateway application works, check by check',
    answers: { 200: json('Healthy', healthSchema), 503: json('A check fails', healthSchema) },
  },
  metrics: {
    method: 'GET',
    path: '/metrics',
    access: 'session',
    source: 'extension',
    summary: 'Figures of the gateway application as Prometheus text',
    answers: { 200: text('Prometheus text format 0.0.4'), 403: forbidden },
  },
  docs: {
    method: 'GET',
    path: '/docs',
    access: 'none',
    source: 'extension',
    summary: 'This API as a page',
    answers: { 200: { description: 'A page', contentType: 'text/html' } },
  },
  openapi: {
    method: 'GET',
    path: '/docs/openapi.json',
    access: 'none',
    source: 'extension',
    summary: 'This API as OpenAPI 3.1',
    answers: { 200: json('OpenAPI 3.1', z.record(z.string(), z.unknown())) },
  },
} as const satisfies Record<string, Endpoint>;

/** tus 1.0 at `/uploads` with creation, termination and expiration (tus.io); served by its own library, not by the registrar. */
export const uploadsApi = {
  tusOptions: {
    method: 'OPTIONS',
    path: '/uploads',
    access: 'administrator',
    source: 'extension',
    summary: 'What this tus server can',
    answers: { 204: tusEmpty('Tus-Version, Tus-Extension, Tus-Max-Size'), 403: forbidden },
  },
  tusCreate: {
    method: 'POST',
    path: '/uploads',
    access: 'administrator',
    source: 'extension',
    summary: 'Begin a resumable upload',
    answers: { 201: tusEmpty('Location: /uploads/<id>'), 403: forbidden },
  },
  tusHead: {
    method: 'HEAD',
    path: '/uploads/:id',
    access: 'administrator',
    source: 'extension',
    summary: 'How much has arrived',
    params: uploadParams,
    answers: { 200: tusEmpty('Upload-Offset'), 403: forbidden, 404: text('No such upload') },
  },
  tusPatch: {
    method: 'PATCH',
    path: '/uploads/:id',
    access: 'administrator',
    source: 'extension',
    summary: 'Send the next part',
    params: uploadParams,
    answers: { 204: tusEmpty('Upload-Offset'), 403: forbidden, 404: text('No such upload') },
  },
  tusDelete: {
    method: 'DELETE',
    path: '/uploads/:id',
    access: 'administrator',
    source: 'extension',
    summary: 'Give an upload up',
    params: uploadParams,
    answers: { 204: tusEmpty('Gone'), 403: forbidden, 404: text('No such upload') },
  },
} as const satisfies Record<string, Endpoint>;
