import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { createHttpServer } from '#platform/http/http-server.ts';
import type { ServerLimits } from '#platform/http/server-limits.ts';
import type { Sessions } from '../session/session.ts';
import type { Handlers } from './call.ts';
import { refuseUnknown, registerCalls } from './register-calls.ts';

interface GatewayServerOptions {
  handlers: Handlers;
  sessions: Sessions;
  limits: ServerLimits;
  tls: { key: string; cert: string } | undefined;
  /** Counts answers by status. */
  answered: Map<number, number>;
  log: Logger;
}

/** The HTTP server of the contract, not listening yet. */
export async function createGatewayServer(options: GatewayServerOptions): Promise<FastifyInstance> {
  const { handlers, sessions, limits, tls, answered, log } = options;
  const app = await createHttpServer({
    limits,
    log,
    tls,
    onBadRequest: (request, reply) => refuseUnknown(request, reply, sessions),
  });
  app.addHook('onResponse', async (_request, reply) => {
    answered.set(reply.statusCode, (answered.get(reply.statusCode) ?? 0) + 1);
  });
  registerCalls(app, handlers, { sessions, limits, log });
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
