import type { Drivers, Reading } from '../../electron/gateway/supervision/drivers/drivers-port.ts';
import { failure } from '../../shared/errors/failure.ts';
import type { Value } from '../../shared/gateway-api/values.ts';
import { fail, ok } from '../../shared/result.ts';

/** Drivers without processes: a test says what they read, and sees what was written. */
export function scriptedDrivers() {
  const listeners = new Set<(readings: readonly Reading[]) => void>();
  const written: { id: string; value: Value }[] = [];
  /** What a device makes of a written value; null: it refuses. */
  const rule = { stores: (_id: string, value: Value): Value | null => value, delayMs: 0 };
  const tell = (readings: readonly Reading[]) => {
    for (const listener of listeners) listener(readings);
  };
  const done = async () => ok(null);
  const drivers: Drivers = {
    start: () => undefined,
    stop: async () => undefined,
    status: () => [],
    startOne: done,
    stopOne: done,
    restartOne: done,
    changed: () => undefined,
    onReadings(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async write(id, value) {
      written.push({ id, value });
      await new Promise((resolve) => setTimeout(resolve, rule.delayMs));
      const stored = rule.stores(id, value);
      if (stored === null) return fail(failure('WRITE_FAILED', { name: id, why: 'it refused' }));
      const reading: Reading = { id, value: stored, at: Date.now(), quality: 'good' };
      tell([reading]);
      return ok(reading);
    },
  };
  return {
    drivers,
    written,
    rule,
    /** The device of an address shows this value now. */
    read: (id: string, value: Value, quality: Reading['quality'] = 'good') =>
      tell([{ id, value, at: Date.now(), quality }]),
    tell,
  };
}
