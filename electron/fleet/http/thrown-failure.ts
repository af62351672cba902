import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { expectedFailure } from '#platform/http/expected-failure.ts';
import type { ServerLimits } from '#platform/http/server-limits.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { formatBytes } from '#shared/format/bytes.ts';

/** What is answered when something was thrown: the expected failure that it carries, what Fastify refused, or a bug. */
export function thrownFailure(
  error: unknown,
  { request, limits, log }: { request: FastifyRequest; limits: ServerLimits; log: Logger },
): Failure {
  const expected = expectedFailure(error, 'working on this request');
  if (expected !== null) return expected;
  const { statusCode, code, message } = error as { statusCode?: number; code?: string; message?: string };
  const limit = request.routeOptions.bodyLimit ?? limits.bodyBytes;
  if (statusCode === 413) return failure('BODY_TOO_LARGE', { limit: formatBytes(limit) });
  // What zlib says of a body that is no gzip, and Fastify of one that is no JSON.
  if (code?.startsWith('Z_') || (statusCode !== undefined && statusCode < 500)) {
    return failure('BODY_UNREADABLE', { why: String(message) });
  }
  const { method } = request;
  log.error({ error, method, path: request.routeOptions.url }, 'a request failed unexpectedly');
  return failure('FLEET_INTERNAL');
}
