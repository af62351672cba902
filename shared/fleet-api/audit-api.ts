import { z } from 'zod';
import { json } from '../contract/row.ts';
import { pageQuery, timeSchema } from './answers.ts';
import type { FleetEndpoint } from './endpoint.ts';

export const severities = ['debug', 'info', 'warning', 'error', 'critical'] as const;
export const actorTypes = ['user', 'device', 'system', 'api'] as const;

const severitySchema = z.enum(severities);
const actorTypeSchema = z.enum(actorTypes);

export const auditEventSchema = z.object({
  /** The place in the chain, from 1. */
  id: z.int(),
  event_id: z.string(),
  event_type: z.string(),
  timestamp: timeSchema,
  aggregate_type: z.string(),
  aggregate_id: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
  correlation_id: z.string().nullable(),
  actor_type: actorTypeSchema,
  actor_id: z.string().nullable(),
  actor_name: z.string().nullable(),
  address: z.string().nullable(),
  severity: severitySchema,
  /** SHA-256 over this event and the one before. */
  checksum: z.string(),
});

export const auditFilters = {
  deviceUuid: z.string().max(100).optional(),
  eventTypes: z.string().max(1_000).optional(),
  aggregateTypes: z.string().max(1_000).optional(),
  dateFrom: timeSchema.optional(),
  dateTo: timeSchema.optional(),
  severity: severitySchema.optional(),
  actorType: actorTypeSchema.optional(),
  actorId: z.string().max(100).optional(),
  correlationId: z.string().max(100).optional(),
};

const common = { access: 'audit:read', rate: 'admin', tag: 'audit' } as const;

/** The append-only log of what was done and refused (wire §1.13 "Audit"; contract §2 "audit"). */
export const auditApi = {
  auditEvents: {
    ...common,
    source: 'document',
    method: 'GET',
    path: '/api/v1/audit/events',
    aliases: [{ path: '/api/v1/events/search' }],
    summary: 'Events, the newest first',
    query: z.object({ ...auditFilters, ...pageQuery }),
    answers: {
      200: json(
        'The events of this page',
        z.object({
          success: z.literal(true),
          count: z.int(),
          events: z.array(auditEventSchema),
          criteria: z.record(z.string(), z.unknown()),
          nextCursor: z.string().nullable(),
        }),
      ),
    },
    failures: ['CURSOR_INVALID'],
  },
  exportAudit: {
    ...common,
    source: 'extension',
    method: 'GET',
    path: '/api/v1/audit/export',
    summary: 'All events that fit, the oldest first, as NDJSON or CSV',
    query: z.object({ ...auditFilters, format: z.enum(['ndjson', 'csv']).default('ndjson') }),
    answers: {
      200: {
        description: 'One event a line; with `format=csv` text/csv',
        contentType: 'application/x-ndjson',
      },
    },
  },
  verifyAudit: {
    ...common,
    source: 'extension',
    method: 'GET',
    path: '/api/v1/audit/verify',
    summary: 'Goes through the chain and tells the first event that was changed or is missing',
    answers: {
      200: json(
        'What was found',
        z.object({
          intact: z.boolean(),
          events: z.int(),
          brokenAt: z.int().nullable(),
          why: z.string().nullable(),
        }),
      ),
    },
  },
} as const satisfies Record<string, FleetEndpoint>;
