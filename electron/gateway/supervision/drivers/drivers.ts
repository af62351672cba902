import type { Logger } from 'pino';
import type { Database } from '#platform/database/database.ts';
import type { Spawner } from '#platform/processes/spawner.ts';
import { type DriverInstance, driverInstanceSchema } from '#shared/gateway-api/configuration.ts';
import {
  createDriverProcess,
  type DriverLimits,
  type DriverProcess,
  type DriverStatus,
  driverLimits,
} from './driver-process.ts';

/** All driver instances of the configuration. */
export interface Drivers {
  /** Starts every enabled instance; one that cannot be started has a state that says why. */
  start(): void;
  /** Resolves when every driver process is gone. */
  stop(): Promise<void>;
  status(): DriverStatus[];
}

interface DriversOptions {
  database: Database;
  spawner: Spawner;
  /** Program of one driver instance. */
  entry: string;
  log: Logger;
  limits?: DriverLimits;
}

export function createDrivers({
  database,
  spawner,
  entry,
  log,
  limits = driverLimits,
}: DriversOptions): Drivers {
  let processes: DriverProcess[] = [];
  return {
    start() {
      processes = enabledInstances(database).map((instance) =>
        createDriverProcess({ instance, spawner, entry, log, limits }),
      );
      for (const process of processes) process.start();
    },
    async stop() {
      await Promise.all(processes.map((process) => process.stop()));
    },
    status: () => processes.map((process) => process.status()),
  };
}

function enabledInstances({ sql }: Database): DriverInstance[] {
  const rows = sql.prepare("SELECT document FROM documents WHERE part = 'gateways' ORDER BY position").all();
  return rows
    .map((row) => driverInstanceSchema.parse(JSON.parse(String(row.document))))
    .filter(({ enabled }) => enabled);
}
