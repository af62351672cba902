import type { Logger } from 'pino';
import { backOffMs } from '#platform/processes/back-off.ts';
import type { Child, Spawner } from '#platform/processes/spawner.ts';
import { stopChild } from '#platform/processes/stop-child.ts';
import type { DriverInstance } from '#shared/gateway-api/configuration.ts';
import { type DriverValue, driverMessageSchema, driverVariable } from './driver-protocol.ts';
import { isKnownDriver } from './known-drivers.ts';

export type DriverState = 'unknown-driver' | 'starting' | 'running' | 'fault' | 'waiting' | 'stopped';

export interface DriverStatus {
  id: string;
  name: string;
  driver: string;
  state: DriverState;
  /** Why it is in `fault`, `waiting` or `unknown-driver`. */
  reason: string | null;
  /** Ends in a row without a value in between. */
  failures: number;
  values: Readonly<Record<string, DriverValue>>;
  /** When the values were read. */
  valuesAt: string | null;
}

export interface DriverProcess {
  start(): void;
  /** Asks it to end, kills it after `graceMs`; resolves when it is gone. */
  stop(): Promise<void>;
  status(): DriverStatus;
}

interface DriverProcessOptions {
  instance: DriverInstance;
  spawner: Spawner;
  entry: string;
  log: Logger;
  limits: DriverLimits;
}

export interface DriverLimits {
  stopGraceMs: number;
  restartFirstMs: number;
  restartMaxMs: number;
}

export const driverLimits: DriverLimits = { stopGraceMs: 5_000, restartFirstMs: 500, restartMaxMs: 60_000 };

/** Keeps one driver instance running in a process of its own; a crash is started again with back-off. */
export function createDriverProcess(options: DriverProcessOptions): DriverProcess {
  const { instance, spawner, entry, limits } = options;
  const log = options.log.child({ driver: instance.driver, instance: instance.id });
  const status: DriverStatus = {
    id: instance.id,
    name: instance.name,
    driver: instance.driver,
    state: 'stopped',
    reason: null,
    failures: 0,
    values: {},
    valuesAt: null,
  };
  let child: Child | null = null;
  let wanted = false;
  let retry: NodeJS.Timeout | null = null;

  const become = (state: DriverState, reason: string | null = null) => {
    status.state = state;
    status.reason = reason;
  };
  const ended = (exit: { code: number | null; signal: string | null }) => {
    child = null;
    if (!wanted) return become('stopped');
    status.failures += 1;
    const waitMs = backOffMs(status.failures, { firstMs: limits.restartFirstMs, maxMs: limits.restartMaxMs });
    become(
      'waiting',
      `the driver ended with ${exit.signal ?? `code ${exit.code}`}; next try in ${waitMs} ms`,
    );
    log.warn({ ...exit, waitMs }, 'a driver ended by itself');
    retry = setTimeout(launch, waitMs);
  };
  const receive = (message: unknown) => {
    const parsed = driverMessageSchema.safeParse(message);
    if (!parsed.success) return log.warn('a driver said something unknown');
    if (parsed.data.type === 'fault') become('fault', parsed.data.reason);
    else become('running');
    if (parsed.data.type === 'values') {
      status.failures = 0;
      status.values = parsed.data.values;
      status.valuesAt = parsed.data.at;
    }
  };
  const launch = () => {
    retry = null;
    become('starting');
    child = spawner.spawn(entry, {
      name: `gateway driver ${instance.driver} ${instance.id}`,
      args: [],
      env: { [driverVariable]: JSON.stringify(instance) },
      onOutput: (stream, line) => log[stream === 'out' ? 'info' : 'warn']({ line }, 'driver output'),
    });
    child.onMessage(receive);
    child.onExit(ended);
  };
  return {
    start() {
      if (wanted) return;
      if (!isKnownDriver(instance.driver)) {
        const reason = `this revision has no driver "${instance.driver}"`;
        log.warn(reason);
        return become('unknown-driver', reason);
      }
      wanted = true;
      launch();
    },
    async stop() {
      wanted = false;
      if (retry !== null) clearTimeout(retry);
      retry = null;
      if (child !== null) await stopChild(child, { message: { type: 'stop' }, graceMs: limits.stopGraceMs });
      if (status.state !== 'unknown-driver') become('stopped');
    },
    status: () => ({ ...status }),
  };
}
