import { z } from 'zod';
import { json } from '../contract/row.ts';
import type { Endpoint } from './endpoint.ts';
import { managementFailures, managementNotFound } from './management-answers.ts';

/** The management API (contract §4, management-api.txt): paths under `/api/v1`, a key or a session. */

const flag = z.enum(['true', 'false', '1', '0']).optional();
const percentSchema = z.number().min(0).max(100);
const usageSchema = z.object({
  total: z.number(),
  used: z.number(),
  free: z.number(),
  usagePercent: percentSchema,
});

export const processSchema = z.object({
  pid: z.int(),
  name: z.string(),
  /** Percent of one core. */
  cpu: z.number(),
  /** Resident bytes. */
  memory: z.number(),
  memoryPercent: percentSchema,
  /** Extension: whether this gateway would end it, and why not. */
  killable: z.boolean().optional(),
  protected: z.string().optional(),
});
export type ProcessEntry = z.infer<typeof processSchema>;

export const resourcesSchema = z.object({
  cpu: z.object({
    usage: percentSchema,
    cores: z.int(),
    model: z.string(),
    /** 1, 5 and 15 minutes. */
    loadAverage: z.array(z.number()),
  }),
  memory: usageSchema,
  disk: usageSchema,
  /** Bytes since boot, over all interfaces but loopback. */
  network: z.object({ bytesIn: z.number(), bytesOut: z.number() }),
  processes: z.array(processSchema).optional(),
  info: z
    .object({
      hostname: z.string(),
      platform: z.string(),
      distro: z.string(),
      release: z.string(),
      kernel: z.string(),
      arch: z.string(),
      /** Seconds. */
      uptime: z.number(),
      nodeVersion: z.string(),
    })
    .optional(),
});
export type Resources = z.infer<typeof resourcesSchema>;

export const logTypes = ['out', 'err'] as const;
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

export const logEntrySchema = z.object({
  timestamp: z.iso.datetime(),
  type: z.enum(logTypes),
  process: z.string(),
  message: z.string(),
  /** Extension: of structured lines. */
  level: z.enum(logLevels).optional(),
});
export type LogEntry = z.infer<typeof logEntrySchema>;

export const activityTypes = [
  'session',
  'account',
  'api-key',
  'upgrade',
  'firmware',
  'restore',
  'backup',
  'snapshot',
  'update',
  'license',
  'process',
  'log',
  'reboot',
  'setting',
  'point',
] as const;

export const activitySchema = z.object({
  id: z.string(),
  type: z.enum(activityTypes),
  /** Past tense: `created`, `deleted`, `refused` … */
  action: z.string(),
  target: z.string(),
  user: z.string(),
  timestamp: z.iso.datetime(),
  /** Holds `address`, where the request came from, when there was one. */
  details: z.record(z.string(), z.json()),
});
export type Activity = z.infer<typeof activitySchema>;

export const updateCheckSchema = z.object({
  currentVersion: z.string(),
  latestVersion: z.string(),
  updateAvailable: z.boolean(),
  releaseDate: z.string().optional(),
  /** Markdown. */
  releaseNotes: z.string().optional(),
  /** Bytes. */
  downloadSize: z.number().optional(),
  /** Extension: while a package is being downloaded, in bytes. */
  download: z.object({ version: z.string(), bytes: z.int(), total: z.int() }).optional(),
});
export type UpdateCheck = z.infer<typeof updateCheckSchema>;

export const updateSteps = ['downloading', 'verifying', 'applying', 'restarting'] as const;

/** What the answer to `updatesApply` streams; the SSE `event:` is the key. */
export const updateEventSchemas = {
  progress: z.object({
    step: z.enum(updateSteps),
    progress: percentSchema,
    /** Extension: of the package, while it is downloaded. */
    bytes: z.int().optional(),
    total: z.int().optional(),
  }),
  complete: z.object({ success: z.literal(true), version: z.string() }),
  /** Extension. */
  error: z.object({ error: z.string() }),
} as const;

export const licenseStatusSchema = z.object({
  valid: z.boolean(),
  /** Absent without a licence. */
  email: z.string().optional(),
  updatesExpireAt: z.iso.datetime().optional(),
  updatesActive: z.boolean(),
});
export type LicenseStatus = z.infer<typeof licenseStatusSchema>;

export const apiKeyPermissions = ['none', 'read', 'write'] as const;
const permissionsSchema = z.strictObject({ system: z.enum(apiKeyPermissions) });
export const apiKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  /** First characters, to tell keys apart. */
  prefix: z.string(),
  permissions: permissionsSchema,
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;

const updateAnswers = { 200: json('What the feed has', updateCheckSchema), ...managementFailures } as const;

export const managementApi = {
  resources: {
    method: 'GET',
    path: '/api/v1/system/resources',
    access: 'system:read',
    source: 'management-api',
    summary: 'Processor, memory, disk and network of this machine; on request its processes and what it is',
    query: z.object({
      processes: flag,
      info: flag,
      sortBy: z.enum(['cpu', 'memory']).optional(),
      limit: z.coerce.number().int().min(1).max(10_000).optional(),
    }),
    answers: { 200: json('Figures of now', resourcesSchema), ...managementFailures },
  },
  processKill: {
    method: 'POST',
    path: '/api/v1/system/resources',
    access: 'system:write',
    source: 'management-api',
    summary: 'End a process',
    body: z.strictObject({
      action: z.literal('kill'),
      pid: z.int(),
      signal: z.enum(['SIGTERM', 'SIGKILL']).default('SIGTERM'),
    }),
    answers: {
      200: json('Signalled', z.object({ success: z.literal(true), message: z.string() })),
      ...managementFailures,
      ...managementNotFound,
    },
  },
  resourcesHistory: {
    method: 'GET',
    path: '/api/v1/system/resources/history',
    access: 'system:read',
    source: 'management-api',
    summary: 'Figures over time; at most 2 000 points',
    query: z.object({
      hours: z.coerce.number().positive().max(720).default(24),
      /** Seconds, or `30s`, `5m`, `1h`. */
      interval: z
        .string()
        .regex(/^\d{1,7}[smh]?$/, 'seconds, or a number with s, m or h')
        .optional(),
    }),
    answers: {
      200: json(
        'Oldest first',
        z.object({
          history: z.array(
            z.object({
              timestamp: z.iso.datetime(),
              cpu: percentSchema,
              memory: percentSchema,
              disk: percentSchema,
            }),
          ),
        }),
      ),
      ...managementFailures,
    },
  },
  logs: {
    method: 'GET',
    path: '/api/v1/system/logs',
    access: 'system:read',
    source: 'management-api',
    summary: 'Last lines of the managed processes, oldest first',
    query: z.object({
      lines: z.coerce.number().int().min(1).max(5_000).default(100),
      type: z.enum(['out', 'err', 'all']).default('all'),
      process: z.string().max(200).optional(),
    }),
    answers: {
      200: json('Lines', z.object({ logs: z.array(logEntrySchema), processes: z.array(z.string()) })),
      ...managementFailures,
    },
  },
  logsFlush: {
    method: 'DELETE',
    path: '/api/v1/system/logs',
    access: 'system:write',
    source: 'management-api',
    summary: 'Empty the log files of one process or of all',
    query: z.object({ process: z.string().max(200).optional() }),
    answers: {
      200: json('Flushed', z.object({ success: z.literal(true), message: z.string() })),
      ...managementFailures,
      ...managementNotFound,
    },
  },
  activity: {
    method: 'GET',
    path: '/api/v1/system/activity',
    access: 'system:read',
    source: 'management-api',
    summary: 'Who did what, newest first',
    query: z.object({
      limit: z.coerce.number().int().min(1).max(1_000).default(100),
      /** Id of an entry: only older ones. */
      before: z.string().max(100).optional(),
      type: z.enum(activityTypes).optional(),
    }),
    answers: {
      200: json('Entries', z.object({ activities: z.array(activitySchema) })),
      ...managementFailures,
    },
  },
  updates: {
    method: 'GET',
    path: '/api/v1/system/updates',
    access: 'system:read',
    source: 'management-api',
    summary: 'Whether the feed has a newer version; looked up once an hour unless forced',
    query: z.object({ force: flag }),
    answers: updateAnswers,
  },
  updatesCheck: {
    method: 'POST',
    path: '/api/v1/system/updates',
    access: 'system:read',
    source: 'management-api',
    summary: 'Look the feed up now',
    answers: updateAnswers,
  },
  updatesDownload: {
    method: 'POST',
    path: '/api/v1/system/updates/download',
    access: 'system:write',
    source: 'management-api',
    summary: 'Download the update and check it',
    answers: {
      200: json(
        'On this machine, checked',
        z.object({
          success: z.literal(true),
          version: z.string(),
          downloadPath: z.string(),
          /** `sha256:` and lowercase hex. */
          checksum: z.string(),
        }),
      ),
      ...managementFailures,
    },
  },
  updatesApply: {
    method: 'POST',
    path: '/api/v1/system/updates/apply',
    access: 'system:write',
    source: 'management-api',
    summary: 'Download if needed, then upgrade; the answer streams the progress',
    answers: {
      200: {
        description: 'progress … complete | error',
        contentType: 'text/event-stream',
        headers: { 'X-Job-Id': 'The job to follow under /system/jobs (extension)' },
      },
      ...managementFailures,
    },
  },
  licenseStatus: {
    method: 'GET',
    path: '/api/v1/license/status',
    access: 'any-key',
    source: 'management-api',
    summary: 'Whether this gateway has a licence and until when it gets updates',
    answers: { 200: json('The licence', licenseStatusSchema), ...managementFailures },
  },
  licenseValidate: {
    method: 'POST',
    path: '/api/v1/license/validate',
    access: 'any-key',
    source: 'management-api',
    summary: 'Check a licence key and keep it',
    body: z.strictObject({ email: z.email().max(320), licenseKey: z.string().trim().min(1).max(200) }),
    answers: {
      200: json(
        'It is valid',
        z.object({ valid: z.literal(true), message: z.string(), updatesExpireAt: z.iso.datetime() }),
      ),
      ...managementFailures,
    },
  },
  apiKeys: {
    method: 'GET',
    path: '/api/v1/settings/api-keys',
    access: 'system:write',
    source: 'management-api',
    summary: 'API keys, without their secrets',
    answers: { 200: json('Keys', z.object({ apiKeys: z.array(apiKeySchema) })), ...managementFailures },
  },
  apiKeyCreate: {
    method: 'POST',
    path: '/api/v1/settings/api-keys',
    access: 'system:write',
    source: 'management-api',
    summary: 'Make an API key; it is shown once',
    body: z.strictObject({
      name: z.string().trim().min(1).max(100),
      permissions: permissionsSchema,
      expiresAt: z.iso.datetime({ offset: true }).optional(),
    }),
    answers: {
      200: json('The key itself', z.object({ success: z.literal(true), apiKey: z.string(), id: z.string() })),
      ...managementFailures,
    },
  },
  apiKeyRevoke: {
    method: 'DELETE',
    path: '/api/v1/settings/api-keys/:id',
    access: 'system:write',
    source: 'management-api',
    summary: 'Revoke an API key at once',
    params: z.object({ id: z.string().min(1).max(100) }),
    answers: {
      200: json('Revoked', z.object({ success: z.literal(true) })),
      ...managementFailures,
      ...managementNotFound,
    },
  },
} as const satisfies Record<string, Endpoint>;
