import { existsSync } from 'node:fs';
import { join } from 'node:path';
import cookie from '@fastify/cookie';
import staticFiles from '@fastify/static';
import websocket from '@fastify/websocket';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { FileShelf } from '../files/file-shelf.ts';
import { securityHeaders } from './content-security-policy.ts';
import type { BridgeHost } from './host.ts';
import { registerFileRoutes } from './web-files.ts';
import { createWebGuard, type WebGuard } from './web-guard.ts';
import { serveBridgeSocket } from './web-socket.ts';

/** A frame of the bridge is small; files go through `POST /files`. */
const maxFrameBytes = 1024 * 1024;

export interface WebServer {
  /** The address to open, with the token that becomes the cookie. */
  readonly address: string;
  stop(): Promise<void>;
}

/**
 * The workbench for a browser, on 127.0.0.1 only: the built screens, the bridge as WebSocket at `/bridge`, files at
 * `/files`. Every request shows `Host`, `Origin` and the cookie, or is refused with 403.
 */
export async function startWebServer(deps: {
  host: BridgeHost;
  files: FileShelf;
  /** Folder of the built screens. */
  screens: string;
  /** 0: any free one. */
  port: number;
  log: Logger;
}): Promise<WebServer> {
  const app = fastify({ logger: false, forceCloseConnections: true, bodyLimit: maxFrameBytes });
  // The guard needs the port, which is known after listening; nothing is answered before.
  let guard: WebGuard | null = null;
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders);
    return admit(guard, request, reply);
  });
  // A refused upgrade leaves a socket that nobody owns any more: it would keep the server from closing.
  app.addHook('onResponse', async (request) => {
    if (request.headers.upgrade !== undefined) request.raw.socket.destroySoon();
  });
  await app.register(cookie);
  await app.register(websocket, { options: { maxPayload: maxFrameBytes } });
  app.get('/bridge', { websocket: true }, (socket, request) =>
    serveBridgeSocket(socket, { host: deps.host, log: deps.log, description: `websocket ${request.ip}` }),
  );
  await app.register(async (scope) => registerFileRoutes(scope, deps.files));
  await registerScreens(app, deps.screens);

  await app.listen({ host: '127.0.0.1', port: deps.port });
  const bound = app.server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the web server has no TCP address');
  guard = createWebGuard(bound.port);
  return {
    address: `http://127.0.0.1:${bound.port}/?token=${guard.token}`,
    stop: () => app.close(),
  };
}

/** Token in the address → cookie and the clean address; otherwise host, origin and cookie must be right. */
async function admit(guard: WebGuard | null, request: FastifyRequest, reply: FastifyReply) {
  if (guard === null) return refuse(reply, 'The workbench is starting.');
  if (!guard.isOurHost(request.headers.host)) return refuse(reply, 'Open 127.0.0.1, not another name.');
  if (!guard.isOurOrigin(request.headers.origin)) return refuse(reply, 'Another web site asked for this.');
  const { token } = request.query as { token?: string };
  if (request.method === 'GET' && guard.isToken(token)) {
    return reply
      .setCookie(guard.cookieName, guard.token, { httpOnly: true, sameSite: 'strict', path: '/' })
      .redirect('/', 303);
  }
  const cookies = request.server.parseCookie(request.headers.cookie ?? '');
  if (guard.isToken(cookies[guard.cookieName])) return;
  return refuse(reply, 'Open the address that the workbench printed at its start.');
}

const refuse = (reply: FastifyReply, why: string) => reply.code(403).type('text/plain').send(`${why}\n`);

async function registerScreens(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) {
    app.get('/', (_request, reply) =>
      reply.code(503).type('text/plain').send('The screens are not built yet: npm run build\n'),
    );
    return;
  }
  await app.register(staticFiles, {
    root: folder,
    cacheControl: false,
    // Names under assets/ carry a hash of their content.
    setHeaders: (reply, path) => {
      const kept = path.includes('assets');
      reply.header('cache-control', kept ? 'max-age=31536000, immutable' : 'no-cache');
    },
  });
}
