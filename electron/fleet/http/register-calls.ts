import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { misfitDetails, misfitFailure, parseParts } from '#platform/http/contract/parse-parts.ts';
import type { AnyReply } from '#platform/http/contract/reply.ts';
import { applyOptions, sendReply } from '#platform/http/contract/send-reply.ts';
import { limitBodyTime } from '#platform/http/limit-body-time.ts';
import type { ServerLimits } from '#platform/http/server-limits.ts';
import type { ErrorCode } from '#shared/errors/error-table.ts';
import { failure } from '#shared/errors/failure.ts';
import { type FleetCallName, fleetApi } from '#shared/fleet-api/contract.ts';
import type { FleetEndpoint } from '#shared/fleet-api/endpoint.ts';
import { checkAccess, type Identities } from './access.ts';
import type { AnyFleetHandler, FleetCall, FleetHandlers } from './call.ts';
import { sendFailure } from './failure-answer.ts';
import type { Idempotency } from './idempotency.ts';
import { idempotentRequest } from './idempotent-request.ts';
import { type Principal, principalKey } from './principal.ts';
import type { RateScopes } from './rate-scopes.ts';
import { thrownFailure } from './thrown-failure.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    fleetEndpoint?: FleetEndpoint;
  }
  interface FastifyRequest {
    who: Principal | null;
  }
}

export interface RegisterDeps {
  identities: Identities;
  rates: RateScopes;
  idempotency: Idempotency;
  limits: ServerLimits;
  /** Hears of every refusal for lack of a right or a valid credential. */
  onRefused(refused: {
    request: FastifyRequest;
    endpoint: FleetEndpoint;
    who: Principal | null;
    code: ErrorCode;
  }): void;
  log: Logger;
}

/**
 * Registers every row of the contract, under its path and its aliases; access, rate, reading, answers and failures follow from the
 * row. A handler too few or too many does not compile.
 */
export function registerCalls<H extends FleetHandlers>(
  app: FastifyInstance,
  handlers: H & Record<Exclude<keyof H, FleetCallName>, never>,
  deps: RegisterDeps,
): void {
  app.decorateRequest('who', null);
  for (const [name, endpoint] of Object.entries(fleetApi) as [FleetCallName, FleetEndpoint][]) {
    const handler = handlers[name] as unknown as AnyFleetHandler;
    const { method, path, aliases = [] } = endpoint;
    for (const at of [{ method, path }, ...aliases]) {
      app.route({
        method: at.method ?? method,
        url: at.path,
        config: { fleetEndpoint: endpoint },
        onRequest: admit(endpoint, deps),
        handler: async (request, reply) => serve(name, endpoint, handler, { request, reply, deps }),
      });
    }
  }
  app.setErrorHandler((error, request, reply) => {
    sendFailure(request, reply, thrownFailure(error, { request, limits: deps.limits, log: deps.log }));
  });
  app.setNotFoundHandler((request, reply) => {
    const [path] = request.url.split('?', 1);
    sendFailure(request, reply, failure('ROUTE_NOT_FOUND', { method: request.method, path: path ?? '/' }));
  });
}

/** The first hook of a row: who asks, how often, and whether they may. */
const admit =
  (endpoint: FleetEndpoint, deps: RegisterDeps) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { who, refused } = await checkAccess(endpoint, request, deps.identities);
    request.who = who;
    // Guessing is counted by where it comes from, whatever it pretends to be.
    const caller = who === null || endpoint.rate === 'auth' ? `address ${request.ip}` : principalKey(who);
    const seconds = deps.rates.take(endpoint.rate, caller, reply);
    if (seconds > 0) return sendFailure(request, reply, failure('TOO_MANY_REQUESTS', { seconds }));
    if (refused !== null) {
      deps.onRefused({ request, endpoint, who, code: refused.code });
      return sendFailure(request, reply, refused);
    }
    if (!endpoint.stream) limitBodyTime(request, deps.limits.bodyTimeoutMs);
  };

interface Exchange {
  request: FastifyRequest;
  reply: FastifyReply;
  deps: RegisterDeps;
}

async function serve(
  name: FleetCallName,
  endpoint: FleetEndpoint,
  handler: AnyFleetHandler,
  { request, reply, deps }: Exchange,
): Promise<FastifyReply> {
  const parts = parseParts(endpoint, request);
  if (!parts.ok) {
    return sendFailure(request, reply, misfitFailure(parts.misfit), misfitDetails(parts.misfit));
  }
  const call = {
    ...parts.value,
    who: request.who,
    requestId: request.id,
    address: request.ip,
    headers: request.headers,
    // Without a body there is nothing to parse, and Fastify gives none.
    stream: endpoint.stream ? (request.body ?? Readable.from([])) : undefined,
    remember: undefined,
    isGone: () => request.raw.socket.destroyed,
  };
  const answer = await answerOf(
    name,
    endpoint,
    (remember) => handler({ ...call, remember } as unknown as FleetCall<FleetEndpoint>),
    { request, reply, deps },
  );
  if (answer.failure === undefined) return sendReply(reply, endpoint, answer);
  applyOptions(reply, answer);
  return sendFailure(request, reply, answer.failure);
}

type Remember = FleetCall<FleetEndpoint & { idempotent: true }>['remember'];

const noMemory: Remember = async () => undefined;

/** Runs the handler, once for each `Idempotency-Key` where the row keeps them. */
async function answerOf(
  name: FleetCallName,
  endpoint: FleetEndpoint,
  run: (remember: Remember | undefined) => AnyReply | Promise<AnyReply>,
  { request, deps }: Exchange,
): Promise<AnyReply> {
  if (!endpoint.idempotent) return run(undefined);
  const asked = idempotentRequest(name, request);
  if (asked === null) return run(noMemory);
  const kept = await deps.idempotency.once(asked, async (remember) => run(remember));
  return kept.ok ? kept.value : { failure: kept.failure };
}
