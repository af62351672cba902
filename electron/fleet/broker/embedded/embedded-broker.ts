import type { Logger } from 'pino';
import { urlOf } from '#platform/http/listen.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { BrokerAccess } from '../access-rules.ts';
import type { Broker } from '../broker.ts';
import { assemble } from './assemble.ts';
import { type BrokerLimits, brokerLimits } from './limits.ts';
import { createListeners, type ListenerOptions } from './listener.ts';

export interface EmbeddedBrokerOptions {
  /** Plain TCP, TLS, or both. */
  listeners: readonly ListenerOptions[];
  access: BrokerAccess;
  /** Agents connect as `<prefix>_<uuid>`. */
  agentPrefix: string;
  limits?: Partial<BrokerLimits>;
  /** UTC epoch milliseconds. */
  now: () => number;
  /** Milliseconds of a clock that nobody sets. */
  clockMs: () => number;
  log: Logger;
}

const sweepMs = 60_000;

/** The broker of the fleet backend itself: MQTT 3.1 and 3.1.1, with nobody in it whom `access` does not know. */
export function createEmbeddedBroker(options: EmbeddedBrokerOptions): Broker {
  const { access, now, clockMs } = options;
  const parts = assemble({ ...options, limits: { ...brokerLimits, ...options.limits } });
  const { aedes, limits, live, sessions, retained, connections, counters, ingest, presence } = parts;
  const listeners = createListeners({
    limits,
    clockMs,
    onConnection: (socket) => connections.begin(socket, aedes.handle),
    onRefused: () => {
      counters.refusedConnections += 1;
    },
  });
  let urls: string[] = [];
  let sweep: NodeJS.Timeout | null = null;

  async function reauthorise(username: string): Promise<Result<null>> {
    live.change(username, await access.find(username));
    return ok(null);
  }
  return {
    async start() {
      await aedes.listen();
      for (const listener of options.listeners) {
        const port = await listeners.listen(listener);
        if (!port.ok) {
          await this.stop();
          return port;
        }
        urls.push(urlOf(listener.tls === undefined ? 'mqtt' : 'mqtts', listener.host, port.value));
      }
      sweep = setInterval(() => sessions.expire(now()), sweepMs).unref();
      return ok(null);
    },
    async stop() {
      urls = [];
      if (sweep !== null) clearInterval(sweep);
      await new Promise<void>((resolve) => aedes.close(resolve));
      await listeners.close();
      await ingest.idle();
    },
    urls: () => urls,
    publish(topic, payload, { qos, retain }) {
      if (aedes.closed) return Promise.resolve(fail(failure('BROKER_STOPPED')));
      const bytes = Buffer.from(payload);
      return new Promise((resolve) => {
        aedes.publish({ cmd: 'publish', topic, payload: bytes, qos, retain, dup: false }, (error) => {
          resolve(error ? fail(failure('BROKER_STOPPED', {}, error.message)) : ok(null));
        });
      });
    },
    subscribe: ingest.subscribe,
    onPresence: presence.subscribe,
    users: {
      put: (user, password) => {
        if (password !== undefined) live.change(user.username, null);
        return reauthorise(user.username);
      },
      async remove(username) {
        live.change(username, null);
        return ok(null);
      },
    },
    statistics: () => ({
      kind: 'embedded',
      ...counters,
      ...connections.bytes(),
      connected: aedes.connectedClients,
      sessionsKept: sessions.count(),
      subscriptions: [...live.all()].reduce((sum, { filters }) => sum + filters.size, 0),
      retained: retained.count(),
    }),
  };
}
