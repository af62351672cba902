import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { z } from 'zod';
import { receiveUpload } from '#platform/http/receive-uploads.ts';
import type { ServerLimits } from '#platform/http/server-limits.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { type GatewayCall, gatewayApi } from '#shared/gateway-api/contract.ts';
import type { Endpoint } from '#shared/gateway-api/endpoint.ts';
import type { Sessions } from '../session/session.ts';
import { checkAccess, sessionOf } from './access.ts';
import type { Call, Handler, Handlers } from './call.ts';
import { expectedFailure } from './expected-failure.ts';
import { failureAnswer } from './failure-answer.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    endpoint?: Endpoint;
  }
  interface FastifyRequest {
    access: ReturnType<typeof checkAccess> | null;
  }
}

interface RegisterOptions {
  sessions: Sessions;
  limits: ServerLimits;
  log: Logger;
}

/** What one handler looks like when the row's types are forgotten. */
interface AnyReply {
  status?: number | undefined;
  body?: unknown;
  failure?: Failure | undefined;
  headers?: Record<string, string | undefined> | undefined;
  afterSent?: (() => void) | undefined;
}

/**
 * Registers every row of the contract with its handler; access, parsing, answers and failures follow from the row.
 * A handler too few or too many does not compile.
 */
export function registerCalls<H extends Handlers>(
  app: FastifyInstance,
  handlers: H & Record<Exclude<keyof H, GatewayCall>, never>,
  options: RegisterOptions,
): void {
  app.decorateRequest('access', null);
  for (const [name, endpoint] of Object.entries(gatewayApi)) {
    registerCall(app, endpoint, handlers[name as GatewayCall] as unknown as Handler<Endpoint>, options);
  }
  app.setErrorHandler((error, request, reply) => {
    const endpoint = request.routeOptions.config.endpoint;
    sendFailure(reply, endpoint, thrownFailure(error, request, options.log));
  });
  app.setNotFoundHandler((request, reply) => refuseUnknown(request, reply, options.sessions));
}

/** Without a session nobody learns which paths exist (contract §1). */
export function refuseUnknown(request: FastifyRequest, reply: FastifyReply, sessions: Sessions): void {
  const known = sessionOf(request, sessions) !== null;
  sendFailure(
    reply,
    undefined,
    known ? failure('NOT_FOUND', { what: 'This path' }) : failure('SESSION_MISSING'),
  );
}

function registerCall(
  app: FastifyInstance,
  endpoint: Endpoint,
  handler: Handler<Endpoint>,
  options: RegisterOptions,
): void {
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    config: { endpoint },
    onRequest: async (request, reply) => {
      request.access = checkAccess(endpoint, request, options.sessions);
      if (request.access.refused !== null) return sendFailure(reply, endpoint, request.access.refused);
      if (endpoint.multipart === undefined) limitBodyTime(request, options.limits.bodyTimeoutMs);
    },
    handler: async (request, reply) => {
      const parsed = parseCall(endpoint, request, options);
      if ('failure' in parsed) return sendFailure(reply, endpoint, parsed.failure);
      const answer: AnyReply = await handler(parsed.call);
      if (answer.afterSent !== undefined) afterClose(reply, answer.afterSent);
      if (answer.headers !== undefined) reply.headers(answer.headers);
      if (answer.failure !== undefined) return sendFailure(reply, endpoint, answer.failure);
      return sendAnswer(reply, endpoint, answer);
    },
  });
}

/** A client that is gone already will not close a second time. */
function afterClose(reply: FastifyReply, then: () => void): void {
  if (reply.raw.closed) setImmediate(then);
  else reply.raw.once('close', then);
}

function parseCall(
  endpoint: Endpoint,
  request: FastifyRequest,
  options: RegisterOptions,
): { call: Call<Endpoint> } | { failure: Failure } {
  const values: Record<'params' | 'query' | 'body', unknown> = {
    params: undefined,
    query: undefined,
    body: undefined,
  };
  const given = {
    params: request.params,
    query: request.query,
    body: request.body === undefined ? {} : request.body,
  };
  for (const part of ['params', 'query', 'body'] as const) {
    const schema: z.ZodType | undefined = endpoint[part];
    if (schema === undefined) continue;
    const parsed = schema.safeParse(given[part]);
    if (!parsed.success) return { failure: unusable(parsed.error, part) };
    values[part] = parsed.data;
  }
  const maxFiles = endpoint.multipart?.maxFiles;
  const call = {
    ...values,
    session: request.access?.session ?? null,
    caller: { name: request.access?.session?.username ?? '', address: request.ip },
    headers: request.headers,
    address: request.ip,
    isGone: () => request.raw.socket.destroyed,
    receive:
      maxFiles === undefined
        ? undefined
        : (path: string) => receiveUpload(request, { path, maxFiles, limits: options.limits }),
  };
  return { call: call as unknown as Call<Endpoint> };
}

function unusable(error: z.ZodError, part: string): Failure {
  const issue = error.issues[0];
  const where = [part, ...(issue?.path ?? [])].map(String).join('.');
  return failure('REQUEST_INVALID', { what: `${where}: ${issue?.message ?? 'does not fit'}` });
}

function sendAnswer(reply: FastifyReply, endpoint: Endpoint, answer: AnyReply): FastifyReply {
  const status = answer.status ?? 200;
  const row = endpoint.answers[status];
  if (row === undefined) throw new Error(`${endpoint.path} has no answer ${status}`);
  const charset = /^text\/(plain|html)|json$/.test(row.contentType) ? '; charset=utf-8' : '';
  reply.code(status).type(row.contentType + charset);
  if (row.schema !== undefined) return reply.send(JSON.stringify(row.schema.parse(answer.body)));
  return reply.send(answer.body);
}

function sendFailure(reply: FastifyReply, endpoint: Endpoint | undefined, failed: Failure): FastifyReply {
  const answer = failureAnswer(endpoint, failed);
  return reply.code(answer.status).type(answer.contentType).headers(answer.headers).send(answer.body);
}

/** A body that drips would hold the connection for ever, as whole requests have no time limit. */
function limitBodyTime(request: FastifyRequest, timeoutMs: number): void {
  if (request.raw.readableEnded || request.headers['content-length'] === undefined) {
    if (request.headers['transfer-encoding'] === undefined) return;
  }
  const timer = setTimeout(() => request.raw.destroy(), timeoutMs);
  request.raw.once('end', () => clearTimeout(timer));
  request.raw.once('close', () => clearTimeout(timer));
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
