import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { createRequestRate } from '#platform/rate-limits/request-rate.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { BrokerLimits } from './limits.ts';

export interface ListenerOptions {
  host: string;
  /** 0: any that is free. */
  port: number;
  /** PEM; absent: plain TCP. */
  tls?: { key: string; cert: string } | undefined;
}

/** Ports that agents connect to; all of them share one limit. */
export interface Listeners {
  /** The port it listens on. */
  listen(options: ListenerOptions): Promise<Result<number>>;
  /** Takes no more connections and ends those there are. */
  close(): Promise<void>;
}

export function createListeners(deps: {
  limits: BrokerLimits;
  /** Milliseconds of a clock that nobody sets. */
  clockMs: () => number;
  onConnection: (socket: Socket) => void;
  onRefused: () => void;
}): Listeners {
  const { limits, onConnection, onRefused } = deps;
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  const rate = createRequestRate({
    requests: limits.connectionsPerSecondAndAddress,
    windowMs: 1000,
    maxKeys: limits.remembered,
    now: deps.clockMs,
  });
  // The raw connection, before any of TLS is worked out for it.
  function admit(socket: Socket): void {
    // Errors of connections that were refused or are in the middle of TLS concern nobody.
    socket.on('error', () => undefined);
    if (sockets.size >= limits.connections || rate.take(socket.remoteAddress ?? '').waitMs > 0) {
      onRefused();
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.setNoDelay(true);
  }
  const begin = (socket: Socket): void => {
    if (!socket.destroyed) onConnection(socket);
  };
  return {
    async listen({ host, port, tls }) {
      const server =
        tls === undefined
          ? createServer(begin)
          : createTlsServer(
              { ...tls, minVersion: 'TLSv1.2', handshakeTimeout: limits.connectTimeoutMs },
              begin,
            );
      server.prependListener('connection', admit);
      if (tls !== undefined) server.on('tlsClientError', () => undefined);
      try {
        server.listen(port, host);
        await once(server, 'listening');
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        return fail(failure('BROKER_PORT_UNUSABLE', { host, port, why }));
      }
      servers.push(server);
      const address = server.address();
      return ok(typeof address === 'object' && address !== null ? address.port : port);
    },
    async close() {
      const closed = servers.splice(0).map((server) => {
        server.close();
        return once(server, 'close');
      });
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
}
