import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { createHttpServer } from '#platform/http/http-server.ts';
import type { ServerLimits } from '#platform/http/server-limits.ts';
import { createRequestRate } from '#platform/rate-limits/request-rate.ts';
import { makePlain } from '../plain/plain-box.ts';
import type { ServerCertificate } from '../tls/server-certificate.ts';
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

/** Listens and tells where; wildcard addresses are reached through loopback. `port` 0: any free one. */
export async function listen(
  app: FastifyInstance,
  at: { host: string; port: number; secure: boolean },
): Promise<{ url: string; port: number }> {
  await app.listen({ host: at.host, port: at.port });
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no TCP address');
  const wildcard = { '0.0.0.0': '127.0.0.1', '::': '::1' }[at.host];
  const host = wildcard ?? at.host;
  const shown = host.includes(':') ? `[${host}]` : host;
  return { url: `${at.secure ? 'https' : 'http'}://${shown}:${address.port}`, port: address.port };
}
