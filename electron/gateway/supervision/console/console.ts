import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { ServerLimits } from '#platform/http/server-limits.ts';
import type { LinkTiming } from '#platform/link/link-timing.ts';
import type { ByteLine } from '#platform/serial/byte-line.ts';
import type { BootInfo } from '../../launcher-protocol.ts';
import type { Settings } from '../settings/settings.ts';
import { type Identity, product } from '../system/identity.ts';
import { createChannelServer } from './channel-server.ts';
import { consoleAddress, isConsoleAddress } from './console-address.ts';
import { createConsoleApi } from './console-api.ts';
import { createConsolePort, type OpenConsoleLine, type PortSettings } from './console-port.ts';
import { openConsoleLine } from './open-console-line.ts';
import { serveLine } from './serve-line.ts';

/** For tests and for machines whose ports are something else. */
export interface ConsoleOverrides {
  openLine?: OpenConsoleLine;
  timing?: Partial<LinkTiming>;
  idleMs?: number;
  retry?: { firstMs: number; maxMs: number };
}

interface ConsoleDeps {
  boot: Pick<BootInfo, 'console' | 'plain'>;
  settings: Settings;
  identity: Identity;
  overrides?: ConsoleOverrides | undefined;
  log: Logger;
}

/** The gateway's serial console: a login for people and the whole API for workbenches, on one port. */
export interface SerialConsole {
  /** What it adds to the capabilities now. */
  extensions(): string[];
  /** Before the application listens. */
  extend(app: FastifyInstance): void;
  start(app: FastifyInstance, limits: ServerLimits): void;
  stop(): Promise<void>;
}

/** A person may read a page of logs for a while. */
const defaultIdleMs = 10 * 60_000;

export function createConsole(deps: ConsoleDeps): SerialConsole {
  const { boot, settings, identity, overrides = {}, log } = deps;
  let stop: (() => Promise<void>) | null = null;
  let isOpen = () => false;

  const wanted = (): PortSettings | null => {
    if (boot.plain) return null;
    if (boot.console !== null) return boot.console;
    const { consolePath: path, consoleBaudRate: baudRate } = settings.current();
    return path === '' ? null : { path, baudRate };
  };

  return {
    extensions: () => (isOpen() ? ['console'] : []),
    extend(app) {
      // The link is no TLS, and a client would keep such a cookie for itself. Who can listen to the cable sits at the console.
      app.addHook('onSend', async (request, reply) => {
        const cookie = reply.getHeader('set-cookie');
        if (typeof cookie !== 'string' || !isConsoleAddress(request.ip)) return;
        reply.header('set-cookie', cookie.replace('; Secure', ''));
      });
    },
    start(app, limits) {
      const server = createChannelServer(app, limits);
      const serve = (line: ByteLine, { path, baudRate }: PortSettings) => {
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
        });
      };
      const { openLine = openConsoleLine, retry } = overrides;
      const port = createConsolePort({ openLine, serve, log, ...(retry !== undefined && { retry }) });
      const stopFollowing = settings.onChanged(() => port.use(wanted()));
      port.use(wanted());
      isOpen = port.isOpen;
      stop = async () => {
        stopFollowing();
        await port.stop();
        server.close();
      };
    },
    stop: async () => stop?.(),
  };
}
