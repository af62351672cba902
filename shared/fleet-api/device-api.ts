import { z } from 'zod';
import { json } from '../contract/row.ts';
import { agentParams } from './agent-path.ts';
import type { FleetEndpoint } from './endpoint.ts';
import { shallow } from './json-depth.ts';

const common = { rate: 'device', tag: 'device' } as const;

/** What an agent itself calls (wire §1.6); these answers are fixed by agents that are out there. */
export const deviceApi = {
  pollTargetState: {
    ...common,
    source: 'document',
    access: 'device',
    method: 'GET',
    path: '/api/v1/device/:uuid/state',
    summary: 'The target state for its agent, unless it has it already',
    params: agentParams,
    answers: {
      200: {
        ...json('Under the agent’s uuid', z.record(z.string(), z.record(z.string(), z.unknown()))),
        headers: { ETag: 'SHA-1 in hex of version, apps and config, without quotes' },
      },
      304: {
        description: 'Nothing new: `If-None-Match` is the tag, or what is new is held back',
        contentType: 'text/plain',
        headers: { 'X-Content-Length': 'Bytes that the body of a 200 would have' },
      },
    },
  },
  reportState: {
    ...common,
    source: 'wire',
    access: 'any-device',
    method: 'PATCH',
    path: '/api/v1/device/state',
    summary: 'What an agent reports of itself: `{<uuid>: report}`',
    body: z.record(z.string(), z.unknown()),
    answers: { 200: json('It is stored', z.object({ status: z.literal('ok') })) },
    failures: ['REPORT_UNREADABLE'],
  },
  uploadLogs: {
    ...common,
    source: 'document',
    access: 'device',
    method: 'POST',
    path: '/api/v1/device/:uuid/logs',
    summary: 'A batch of log lines as NDJSON, plain or with gzip; `X-Batch-Id` names it',
    params: agentParams,
    stream: true,
    answers: {
      200: json(
        'This batch came before, within 24 h',
        z.object({ batchId: z.string(), accepted: z.literal(true), duplicate: z.literal(true) }),
      ),
      202: json(
        'It is stored',
        z.object({
          batchId: z.string(),
          accepted: z.literal(true),
          queued: z.literal(true),
          /** Lines that were kept, and those that are no log lines. */
          lines: z.int(),
          refused: z.int(),
          /** Why the first of them was not kept. */
          reason: z.string().optional(),
        }),
      ),
    },
    failures: ['LOG_LINES_TOO_MANY'],
  },
  droppedLogs: {
    ...common,
    source: 'wire',
    access: 'device',
    method: 'POST',
    path: '/api/v1/device/:uuid/logs/dropped-summaries',
    summary: 'What an agent could not keep until it was sent; each summary becomes a log line',
    params: agentParams,
    body: shallow(
      z.object({
        summaries: z.array(z.record(z.string(), z.unknown())).max(1_000),
        reportedAt: z.union([z.string(), z.number()]).optional(),
      }),
    ),
    answers: {
      200: json(
        'It is stored',
        z.object({ status: z.literal('ok'), received: z.int(), message: z.string() }),
      ),
    },
  },
} as const satisfies Record<string, FleetEndpoint>;
