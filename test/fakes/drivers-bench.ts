import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { openStateDatabase } from '../../electron/gateway/supervision/database/state-database.ts';
import { type DriverLimits, driverLimits } from '../../electron/gateway/supervision/drivers/driver-limits.ts';
import { createDrivers } from '../../electron/gateway/supervision/drivers/drivers.ts';
import type { Reading } from '../../electron/gateway/supervision/drivers/drivers-port.ts';
import { createForkSpawner } from '../../electron/platform/processes/fork-spawner.ts';
import type { Child, Spawner } from '../../electron/platform/processes/spawner.ts';
import type { Address, DriverInstance } from '../../shared/gateway-api/configuration.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const driverEntry = new URL(
  '../../electron/gateway/supervision/drivers/driver-main.ts',
  import.meta.url,
).pathname;

export const instanceOf = (
  id: string,
  driver: string,
  settings: DriverInstance['settings'] = {},
): DriverInstance => ({
  id,
  name: `instance ${id}`,
  enabled: true,
  driver,
  settings,
});

/** An address whose id is its own text, unless one is given. */
export const addressOf = (gateway: string, address: string, rest: Partial<Address> = {}): Address => ({
  id: address,
  name: `point ${address}`,
  enabled: true,
  gateway,
  address,
  type: 'number',
  settings: {},
  ...rest,
});

interface BenchOptions {
  instances: readonly DriverInstance[];
  addresses?: readonly Address[];
  entry?: string;
  limits?: Partial<DriverLimits>;
}

/** Driver instances of a configuration, run as the gateway runs them, without the rest of the gateway. */
export async function driversBench({ instances, addresses = [], entry = driverEntry, limits }: BenchOptions) {
  const folder = await temporaryFolder();
  const log = pino({ level: 'silent' });
  const database = await openStateDatabase(folder, log);
  const put = (part: string, id: string, document: object, position = 0) =>
    database.sql
      .prepare('INSERT OR REPLACE INTO documents (part, id, position, document) VALUES (?, ?, ?, ?)')
      .run(part, id, position, JSON.stringify(document));
  for (const [position, one] of instances.entries()) put('gateways', one.id, one, position);
  for (const [position, one] of addresses.entries()) put('addresses', one.id, one, position);

  const children: Child[] = [];
  const exits: { code: number | null; signal: string | null }[] = [];
  const forks = createForkSpawner();
  const spawner: Spawner = {
    spawn(program, options) {
      const child = forks.spawn(program, options);
      children.push(child);
      child.onExit((exit) => exits.push(exit));
      return child;
    },
  };
  const drivers = createDrivers({
    database,
    spawner,
    entry,
    logsFolder: folder,
    limits: { ...driverLimits, ...limits },
    log,
  });
  const readings: Reading[] = [];
  const last = new Map<string, Reading>();
  drivers.onReadings((batch) => {
    for (const reading of batch) {
      readings.push(reading);
      last.set(reading.id, reading);
    }
  });
  onTestFinished(async () => {
    await drivers.stop();
    database.close();
  });
  drivers.start();
  return {
    folder,
    drivers,
    children,
    exits,
    /** All readings so far, in their order. */
    readings,
    last: (id: string) => last.get(id),
    value: (id: string) => last.get(id)?.value,
    state: (id: string) => drivers.status().find((one) => one.id === id)?.state,
    status: (id: string) => drivers.status().find((one) => one.id === id),
    put,
    remove: (part: string, id: string) =>
      database.sql.prepare('DELETE FROM documents WHERE part = ? AND id = ?').run(part, id),
  };
}
