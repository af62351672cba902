import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { ServerLimits } from '#platform/http/server-limits.ts';

/** HTTP on streams that no network brought: the same application as over the network, with nothing that listens. */
export interface ChannelServer {
  accept(socket: Duplex): void;
  close(): void;
}

export function createChannelServer(
  app: Pick<FastifyInstance, 'routing'>,
  limits: Pick<ServerLimits, 'headerBytes' | 'keepAliveMs' | 'socketIdleMs'>,
): ChannelServer {
  const server = createServer({ maxHeaderSize: limits.headerBytes, requestTimeout: 0 }, (request, response) =>
    app.routing(request, response),
  );
  server.keepAliveTimeout = limits.keepAliveMs;
  server.timeout = limits.socketIdleMs;
  const sockets = new Set<Duplex>();
  return {
    accept(socket) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      server.emit('connection', socket);
    },
    close() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
