import type { IncomingMessage } from 'node:http';
import multipart from '@fastify/multipart';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { securityHeaders } from './security-headers.ts';
import type { ServerLimits } from './server-limits.ts';

export interface HttpServerOptions {
  limits: ServerLimits;
  log: Logger;
  /** PEM; absent: plain http. `hsts` only for a certificate that clients trust by themselves. */
  tls?: { key: string; cert: string; hsts?: boolean } | undefined;
  /** Names a request; absent: Fastify's own count. */
  requestId?(request: IncomingMessage): string;
  /** Answers to requests whose URL cannot be decoded. */
  onBadRequest(request: FastifyRequest, reply: FastifyReply): void;
}

/**
 * Our routes are checked by their contract tables. Fastify's own compilers would be loaded for nothing: 140 modules.
 */
const noSchemas = {
  compilersFactory: { buildValidator: refuseSchema, buildSerializer: refuseSchema },
};

function refuseSchema(): never {
  throw new Error('a route with a JSON schema: routes are checked by their contract table');
}

/**
 * A Fastify instance with the product's limits, security headers and multipart, and without routes.
 * Bodies of types that no route wants are read off and dropped.
 */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const { limits, log, tls } = options;
  const common = {
    bodyLimit: limits.bodyBytes,
    connectionTimeout: limits.socketIdleMs,
    keepAliveTimeout: limits.keepAliveMs,
    requestTimeout: 0,
    forceCloseConnections: true,
    // HEAD of a GET that acts (reboot) would act.
    exposeHeadRoutes: false,
    return503OnClosing: true,
    // Arguments by position may be JSON.
    routerOptions: { maxParamLength: limits.paramCharacters },
    schemaController: noSchemas,
    ...(options.requestId && { genReqId: options.requestId }),
    http: { maxHeaderSize: limits.headerBytes, headersTimeout: limits.headersTimeoutMs },
    frameworkErrors: (_error: Error, request: FastifyRequest, reply: FastifyReply) =>
      options.onBadRequest(request, reply),
  };
  const app: FastifyInstance =
    tls === undefined
      ? fastify(common)
      : (fastify({
          ...common,
          https: {
            ...tls,
            minVersion: 'TLSv1.2',
            maxHeaderSize: limits.headerBytes,
            headersTimeout: limits.headersTimeoutMs,
          },
        }) as unknown as FastifyInstance);
  app.server.maxConnections = limits.connections;
  app.server.on('clientError', (error) => log.debug({ error }, 'a client broke the protocol'));
  const secure = securityHeaders({ hsts: tls?.hsts === true });
  app.addHook('onRequest', (_request, reply, next) => {
    reply.headers(secure);
    next();
  });
  await app.register(multipart, {
    limits: { fields: limits.multipartFields, fieldSize: limits.multipartFieldBytes, fileSize: Infinity },
  });
  // Many clients announce JSON with every POST, also with one that needs no body.
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else parseJson(request, String(body), done);
  });
  app.addContentTypeParser('*', (_request, payload, done) => {
    payload.resume();
    done(null, undefined);
  });
  return app;
}
