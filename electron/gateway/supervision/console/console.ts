import type { FastifyInstance } from 'fastify';
import type { ServerLimits } from '#platform/http/server-limits.ts';
import type { Folders } from '../folders.ts';
import type { RegisterOptions } from '../http/register-calls.ts';
import type { Maintenance } from '../maintenance/maintenance.ts';
import type { State } from '../open-state.ts';
import type { SupervisionDeps } from '../supervision-deps.ts';
import { isConsoleAddress } from './console-address.ts';
import type { ConsolePort, PortSettings } from './console-port.ts';
import { type ConsoleTransfers, createConsoleTransfers } from './transfers/console-transfers.ts';
import { registerTransfers } from './transfers/transfer-calls.ts';

/** The gateway's serial console: a login for people and the whole API for workbenches, on one port. */
export interface SerialConsole {
  /** What it adds to the capabilities now. */
  extensions(): string[];
  /** How it is, for people; null: none is wanted. */
  state(): string | null;
  /** Before the application listens. */
  extend(app: FastifyInstance, options: RegisterOptions): void;
  start(app: FastifyInstance, limits: ServerLimits): void;
  stop(): Promise<void>;
}

export function createConsole(
  { boot, console: overrides = {}, log }: SupervisionDeps,
  { uploads: uploadsFolder }: Folders,
  { settings, identity, sessions }: State,
  { resumable }: Pick<Maintenance, 'resumable'>,
): SerialConsole {
  let transfers: ConsoleTransfers | null = null;
  let port: ConsolePort | null = null;
  let following = Promise.resolve();
  let stopFollowing = () => undefined as unknown;

  const wanted = (): PortSettings | null => {
    if (boot.plain) return null;
    if (boot.console !== null) return boot.console;
    const { consolePath: path, consoleBaudRate: baudRate } = settings.current();
    return path === '' ? null : { path, baudRate };
  };

  async function follow(app: FastifyInstance, limits: ServerLimits): Promise<void> {
    const settingsNow = wanted();
    if (port === null && settingsNow !== null) {
      // Loaded with the first port: most gateways have none.
      const { createServedPort } = await import('./served-port.ts');
      port = createServedPort({ app, limits, transfers, settings, identity, overrides, log });
    }
    port?.use(settingsNow);
  }

  return {
    state: () => port?.state() ?? null,
    extensions: () => (port?.isOpen() ? ['console'] : []),
    extend(app, options) {
      transfers = createConsoleTransfers({ app, uploadsFolder, resumable, sessions, now: Date.now, log });
      registerTransfers(app, transfers, options);
      // The link is no TLS, and a client would keep such a cookie for itself. Who can listen to the cable sits at the console.
      app.addHook('onSend', async (request, reply) => {
        const cookie = reply.getHeader('set-cookie');
        if (typeof cookie !== 'string' || !isConsoleAddress(request.ip)) return;
        reply.header('set-cookie', cookie.replace('; Secure', ''));
      });
    },
    start(app, limits) {
      const followSoon = () => {
        following = following
          .then(() => follow(app, limits))
          .catch((error) => log.error({ error }, 'the serial console cannot be set up'));
      };
      stopFollowing = settings.onChanged(followSoon);
      followSoon();
    },
    async stop() {
      stopFollowing();
      await following;
      await port?.stop();
      await transfers?.close();
    },
  };
}
