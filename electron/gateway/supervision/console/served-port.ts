import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { ServerLimits } from '#platform/http/server-limits.ts';
import type { Settings } from '../settings/settings.ts';
import { type Identity, product } from '../system/identity.ts';
import { createChannelServer } from './channel-server.ts';
import { consoleAddress } from './console-address.ts';
import { createConsoleApi } from './console-api.ts';
import type { ConsoleOverrides } from './console-overrides.ts';
import { type ConsolePort, createConsolePort } from './console-port.ts';
import { openConsoleLine } from './open-console-line.ts';
import { serveLine } from './serve-line.ts';
import type { ConsoleTransfers } from './transfers/console-transfers.ts';

interface ServedPortDeps {
  app: Pick<FastifyInstance, 'inject' | 'routing'>;
  limits: ServerLimits;
  transfers: ConsoleTransfers | null;
  settings: Pick<Settings, 'current'>;
  identity: Identity;
  overrides: ConsoleOverrides;
  log: Logger;
}

/** A person may read a page of logs for a while. */
const defaultIdleMs = 10 * 60_000;

/** A port with the application behind it. */
export function createServedPort(deps: ServedPortDeps): ConsolePort {
  const { app, transfers, settings, identity, overrides, log } = deps;
  const server = createChannelServer(app, deps.limits);
  const port = createConsolePort({
    openLine: overrides.openLine ?? openConsoleLine,
    retry: overrides.retry,
    log,
    serve(line, { path, baudRate }) {
      const remoteAddress = consoleAddress(path);
      return serveLine({
        line,
        baudRate,
        remoteAddress,
        createApi: () => createConsoleApi({ app, remoteAddress }),
        banner: () => `${product} ${settings.current().name}, revision ${identity.revision}`,
        name: () => settings.current().name,
        idleMs: overrides.idleMs ?? defaultIdleMs,
        timing: overrides.timing,
        onChannel: (socket) => server.accept(socket),
        onLent: (id, lent) => void (transfers === null ? lent.giveBack() : transfers.run(id, lent)),
      });
    },
  });
  return {
    ...port,
    async stop() {
      await port.stop();
      server.close();
    },
  };
}
