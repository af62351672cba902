import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { ServerCertificate } from '#platform/certificates/server-certificate.ts';
import { createHttpServer } from '#platform/http/http-server.ts';
import type { ServerLimits } from '#platform/http/server-limits.ts';
import { createRequestRate } from '#platform/rate-limits/request-rate.ts';
import { makePlain } from '../plain/plain-box.ts';
import type { Handlers } from './call.ts';
import type { Credentials } from './credentials.ts';
import { type RegisterOptions, refuseUnknown, registerCalls } from './register-calls.ts';

interface GatewayServerOptions extends Credentials {
  handlers: Handlers;
  limits: ServerLimits;
  tls: ServerCertificate | undefined;
  /** Counts answers by status. */
  answered: Map<number, number>;
  /** Only the documented calls, without our extensions. */
  plain: boolean;
  /** Of this start; the launcher shows it to a plain gateway. */
  bootId: string;
  /** Adds rows that are not in the contract's own table. */
  extend?(app: FastifyInstance, options: RegisterOptions): void;
  log: Logger;
}

const minuteMs = 60_000;
/** Far more keys and sessions than a gateway has. */
const countedCallers = 10_000;

/** The HTTP server of the contract, not listening yet. */
export async function createGatewayServer(options: GatewayServerOptions): Promise<FastifyInstance> {
  const { handlers, limits, tls, answered, log } = options;
  const app = await createHttpServer({
    limits,
    log,
    tls,
    onBadRequest: (request, reply) => refuseUnknown(request, reply, options),
  });
  app.addHook('onResponse', (_request, reply, next) => {
    answered.set(reply.statusCode, (answered.get(reply.statusCode) ?? 0) + 1);
    next();
  });
  if (options.plain) {
    makePlain(app, {
      bootId: options.bootId,
      refuse: (request, reply) => refuseUnknown(request, reply, options),
    });
  }
  const rate = createRequestRate({
    requests: limits.requestsPerMinute,
    windowMs: minuteMs,
    maxKeys: countedCallers,
    now: () => performance.now(),
  });
  const register = { ...options, rate };
  registerCalls(app, handlers, register);
  options.extend?.(app, register);
  return app;
}
