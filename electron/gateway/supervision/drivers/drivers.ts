import type { Logger } from 'pino';
import type { Database } from '#platform/database/database.ts';
import type { Spawner } from '#platform/processes/spawner.ts';
import { type FailureContext, failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { createDriverConfiguration } from './driver-configuration.ts';
import type { DriverLimits } from './driver-limits.ts';
import type { Drivers, Reading } from './drivers-port.ts';
import { isKnownDriver } from './known-drivers.ts';
import { createManagedDriver, type ManagedDriver } from './managed-driver.ts';
import { fitValue } from './values/convert-value.ts';

export type { Drivers } from './drivers-port.ts';

/** Changes that come in a row, as at an import, cause one restart. */
const settleMs = 150;

interface DriversOptions {
  database: Database;
  spawner: Spawner;
  /** Program of one driver instance. */
  entry: string;
  logsFolder: string;
  limits: DriverLimits;
  log: Logger;
  nowMs?: () => number;
}

/** All driver instances of the configuration, each in a process of its own. */
export function createDrivers(options: DriversOptions): Drivers {
  const { database, log, nowMs = Date.now } = options;
  const parts = { ...options, nowMs };
  const configuration = createDriverConfiguration(database, log);
  const managed = new Map<string, ManagedDriver>();
  const listeners = new Set<(readings: readonly Reading[]) => void>();
  const dirty = new Set<string>();
  /** Ends of instances that were deleted. */
  const leaving = new Set<Promise<void>>();
  let settling: NodeJS.Timeout | null = null;
  let running = false;

  const tell = (readings: readonly Reading[]) => {
    for (const listener of listeners) listener(readings);
  };
  function reconcile(): void {
    settling = null;
    for (const id of dirty) {
      const known = managed.get(id);
      const found = configuration.one(id);
      if (known === undefined && found !== null) {
        const driver = createManagedDriver(found, parts, tell);
        managed.set(id, driver);
        driver.start();
      }
      if (known !== undefined && found !== null) known.configure(found, () => running);
      if (known !== undefined && found === null) {
        managed.delete(id);
        const gone = known.hold().finally(() => leaving.delete(gone));
        leaving.add(gone);
      }
    }
    dirty.clear();
  }
  /** For what is asked about an instance that was added a moment ago. */
  const settled = () => {
    if (settling === null) return;
    clearTimeout(settling);
    reconcile();
  };
  async function forOne(id: string, starts: boolean, work: (driver: ManagedDriver) => Promise<void>) {
    settled();
    const driver = managed.get(id);
    if (driver === undefined) return refuse('DRIVER_NOT_FOUND', { id });
    const { name, driver: kind, enabled } = driver.instance();
    if (starts && !running) return refuse('DRIVERS_PAUSED');
    if (starts && !enabled) return refuse('DRIVER_DISABLED', { name });
    if (starts && !isKnownDriver(kind)) return refuse('DRIVER_UNKNOWN', { name, driver: kind });
    await work(driver);
    return ok(null);
  }
  return {
    start() {
      running = true;
      managed.clear();
      for (const found of configuration.all()) {
        const driver = createManagedDriver(found, parts, tell);
        managed.set(found.instance.id, driver);
        driver.start();
      }
    },
    async stop() {
      running = false;
      if (settling !== null) clearTimeout(settling);
      settling = null;
      dirty.clear();
      await Promise.all([...[...managed.values()].map((driver) => driver.pause()), ...leaving]);
    },
    status: () => [...managed.values()].map((driver) => driver.status()),
    startOne: (id) => forOne(id, true, (driver) => driver.release()),
    stopOne: (id) => forOne(id, false, (driver) => driver.hold()),
    restartOne: (id) =>
      forOne(id, true, async (driver) => {
        await driver.hold();
        await driver.release();
      }),
    changed(id) {
      // Everything is read anew at the next start.
      if (!running) return;
      dirty.add(id);
      settling ??= setTimeout(reconcile, settleMs);
    },
    onReadings(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async write(addressId, value) {
      settled();
      for (const driver of managed.values()) {
        const address = driver.address(addressId);
        if (address === undefined) continue;
        const { name } = address;
        if (!address.enabled) return refuse('ADDRESS_DISABLED', { name });
        if (address.writable !== true) return refuse('ADDRESS_NOT_WRITABLE', { name });
        const fitting = fitValue(address.type, value);
        if (!fitting.ok) return refuse('WRITE_VALUE_INVALID', { name, what: fitting.reason });
        return driver.write(address, fitting.value);
      }
      return refuse('ADDRESS_NOT_FOUND', { id: addressId });
    },
  };
}

const refuse = (code: Parameters<typeof failure>[0], context: FailureContext = {}): Result<never> =>
  fail(failure(code, context));
