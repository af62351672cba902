import { z } from 'zod';
import { json, text } from '../contract/row.ts';
import { timeSchema } from './answers.ts';
import type { FleetEndpoint } from './endpoint.ts';

const open = { access: 'none', rate: 'global', tag: 'service', method: 'GET' } as const;

/** What answers without a key (wire §1.0). */
export const serviceApi = {
  serviceInfo: {
    ...open,
    source: 'document',
    path: '/',
    summary: 'What serves here',
    answers: {
      200: json(
        'The service',
        z.object({
          status: z.literal('ok'),
          service: z.string(),
          version: z.string(),
          apiVersion: z.string(),
          apiBase: z.string(),
          documentation: z.string(),
        }),
      ),
    },
  },
  health: {
    ...open,
    source: 'document',
    path: '/health',
    summary: 'Whether it serves; for load balancers and orchestrators',
    answers: {
      200: json(
        'It does',
        z.object({ status: z.literal('healthy'), timestamp: timeSchema, uptime: z.number() }),
      ),
    },
    failures: ['DATABASE_UNAVAILABLE'],
  },
  metrics: {
    ...open,
    source: 'document',
    path: '/metrics',
    summary: 'Figures for Prometheus',
    answers: { 200: text('Text format 0.0.4') },
  },
  docs: {
    ...open,
    source: 'extension',
    path: '/docs',
    summary: 'This API for people',
    answers: { 200: { description: 'A page', contentType: 'text/html' } },
  },
  openApi: {
    ...open,
    source: 'extension',
    path: '/docs/openapi.json',
    summary: 'This API for programs: OpenAPI 3.1',
    answers: { 200: json('The document', z.record(z.string(), z.unknown())) },
  },
} as const satisfies Record<string, FleetEndpoint>;
