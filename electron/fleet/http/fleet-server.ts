import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { createHttpServer } from '#platform/http/http-server.ts';
import { requestIdHeader } from '#shared/fleet-api/answers.ts';
import type { FleetHandlers } from './call.ts';
import { sendFailure } from './failure-answer.ts';
import { type RegisterDeps, registerCalls } from './register-calls.ts';
import { acceptBodies } from './request-body.ts';
import { thrownFailure } from './thrown-failure.ts';

/** What a request id of a client may look like: it goes into logs, answers and the audit log. */
const usableId = /^[\w.:/+=-]{1,100}$/;

/** The HTTP server of the fleet contract, not listening yet. */
export async function createFleetServer(options: {
  handlers: FleetHandlers;
  register: RegisterDeps;
  tls: { key: string; cert: string } | undefined;
  /** Counts answers by status. */
  answered: Map<number, number>;
}): Promise<FastifyInstance> {
  const { register, answered } = options;
  const { limits, log } = register;
  const app = await createHttpServer({
    limits,
    log,
    tls: options.tls,
    requestId: ({ headers }) => {
      const given = headers[requestIdHeader];
      return typeof given === 'string' && usableId.test(given) ? given : randomUUID();
    },
    onBadRequest: (request, reply) =>
      sendFailure(request, reply, thrownFailure(new BadPath(), { request, limits, log })),
  });
  app.addHook('onRequest', (request, reply, next) => {
    reply.header(requestIdHeader, request.id);
    next();
  });
  app.addHook('onResponse', (_request, reply, next) => {
    answered.set(reply.statusCode, (answered.get(reply.statusCode) ?? 0) + 1);
    next();
  });
  acceptBodies(app);
  registerCalls(app, options.handlers, register);
  return app;
}

class BadPath extends Error {
  readonly statusCode = 400;
  constructor() {
    super('the path cannot be decoded');
  }
}
