import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { expectedFailure } from '#platform/http/expected-failure.ts';
import { limitBodyTime } from '#platform/http/limit-body-time.ts';
import type { ServerLimits } from '#platform/http/server-limits.ts';
import type { RequestRate } from '#platform/rate-limits/request-rate.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { keyPermissionHeader } from '#shared/gateway-api/answers.ts';
import { type GatewayCall, gatewayApi } from '#shared/gateway-api/contract.ts';
import type { Endpoint } from '#shared/gateway-api/endpoint.ts';
import { isPlainRow } from '../plain/plain-box.ts';
import { type Access, checkAccess, permissionOf } from './access.ts';
import type { Handler, Handlers } from './call.ts';
import { type Credentials, keyHolderOf, sessionOf } from './credentials.ts';
import { parseCall } from './parse-call.ts';
import { sendFailure, sendReply } from './send-answer.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    endpoint?: Endpoint;
  }
  interface FastifyRequest {
    access: Access | null;
  }
}

export interface RegisterOptions extends Credentials {
  limits: ServerLimits;
  /** Of each key and session. */
  rate: RequestRate;
  /** Only the documented calls, without our extensions (contract: `--plain`). */
  plain: boolean;
  log: Logger;
}

/**
 * Registers every row of the contract with its handler; access, rate, parsing, answers and failures follow from the row.
 * A handler too few or too many does not compile.
 */
export function registerCalls<H extends Handlers>(
  app: FastifyInstance,
  handlers: H & Record<Exclude<keyof H, GatewayCall>, never>,
  options: RegisterOptions,
): void {
  app.decorateRequest('access', null);
  for (const [name, endpoint] of Object.entries(gatewayApi) as [GatewayCall, Endpoint][]) {
    if (options.plain && !isPlainRow(endpoint)) continue;
    registerCall(app, endpoint, handlers[name] as unknown as Handler<Endpoint>, options);
  }
  app.setErrorHandler((error, request, reply) => {
    const endpoint = request.routeOptions.config.endpoint;
    sendFailure(reply, endpoint, thrownFailure(error, request, options.log));
  });
  app.setNotFoundHandler((request, reply) => refuseUnknown(request, reply, options));
}

const unknownManaged = { source: 'management-api', answers: {} } as const;
const managementPrefix = '/api/v1/';

/**
 * Without a session, or below the management API's prefix a key, nobody learns which paths exist (contract §1). Only the form
 * of this answer hangs on the prefix, never who may do what.
 */
export function refuseUnknown(request: FastifyRequest, reply: FastifyReply, credentials: Credentials): void {
  const { headers, url } = request;
  const managed = url.startsWith(managementPrefix);
  const known = (managed ? keyHolderOf(headers, credentials) : null) ?? sessionOf(headers, credentials);
  if (known === null) sendFailure(reply, undefined, failure('SESSION_MISSING'));
  else sendFailure(reply, managed ? unknownManaged : undefined, failure('NOT_FOUND', { what: 'This path' }));
}

/** One row with its handler; also for rows that are made elsewhere, such as the dispatcher's. */
export function registerCall(
  app: FastifyInstance,
  endpoint: Endpoint,
  handler: Handler<Endpoint>,
  options: RegisterOptions,
): void {
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    config: { endpoint },
    onRequest: admitRequest(endpoint, options),
    handler: async (request, reply) => {
      const parsed = parseCall(endpoint, request, options.limits);
      if (!parsed.ok) return sendFailure(reply, endpoint, parsed.failure);
      return sendReply(reply, endpoint, await handler(parsed.value));
    },
  });
}

/** The first hook of a row: access, rate, time of its body unless that is an upload. Also for rows that a library serves. */
export const admitRequest =
  (endpoint: Endpoint, options: RegisterOptions, { isUpload = false } = {}) =>
  async (request: FastifyRequest, reply: FastifyReply) => {
    const access = checkAccess(endpoint, request, options);
    request.access = access;
    if (endpoint.source === 'management-api') {
      const permission = permissionOf(access);
      if (permission !== null) reply.header(keyPermissionHeader, permission);
    }
    const waitMs = takeOne(access, options.rate);
    if (waitMs > 0) return refuseHurry(reply, endpoint, waitMs);
    if (access.refused !== null) return sendFailure(reply, endpoint, access.refused);
    if (endpoint.multipart === undefined && !isUpload) limitBodyTime(request, options.limits.bodyTimeoutMs);
  };

/** Who is not known is not counted: logins have their own rule, and the rest answers nothing that costs. */
function takeOne({ key, session }: Access, rate: RequestRate): number {
  if (key !== null) return rate.take(`key ${key.id}`).waitMs;
  return session === null ? 0 : rate.take(`session ${session.sessionId}`).waitMs;
}

function refuseHurry(reply: FastifyReply, endpoint: Endpoint, waitMs: number): FastifyReply {
  const seconds = Math.ceil(waitMs / 1000);
  return sendFailure(reply.header('retry-after', seconds), endpoint, failure('RATE_LIMITED', { seconds }));
}

function thrownFailure(error: unknown, request: FastifyRequest, log: Logger): Failure {
  const expected = expectedFailure(error, 'working on this request');
  if (expected !== null) return expected;
  const { statusCode, message } = error as { statusCode?: number; message?: string };
  if (statusCode !== undefined && statusCode < 500) {
    return failure('REQUEST_INVALID', { what: String(message) });
  }
  log.error(
    { error, method: request.method, path: request.routeOptions.url },
    'a request failed unexpectedly',
  );
  return failure('GATEWAY_INTERNAL');
}
