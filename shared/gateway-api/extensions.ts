import { z } from 'zod';
import { badRequest, errSchema, forbidden, json, text } from './answers.ts';
import type { Endpoint } from './endpoint.ts';
import { gatewayJobSchema } from './jobs.ts';
import { snapshotOrigins } from './manifests.ts';
import { gatewaySettingsSchema } from './settings.ts';
import { snapshotParamsSchema } from './system-api.ts';

/** Ours, announced by `GET /system/capabilities`; a plain box has none of them. */

export const extensionNames = ['jobs', 'snapshots', 'settings', 'reboot-post'] as const;

export const capabilitiesSchema = z.object({
  product: z.string(),
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
