import type { Address } from '#shared/gateway-api/configuration.ts';
import type { Value } from '#shared/gateway-api/values.ts';
import type { Result } from '#shared/result.ts';
import type { ConfiguredDriver } from './driver-configuration.ts';
import { createDriverProcess, type DriverProcess, type DriverProcessOptions } from './driver-process.ts';
import type { Reading } from './driver-protocol.ts';
import type { DriverStatus } from './drivers-port.ts';
import { settleReading, unsureReadings } from './values/settle-reading.ts';

type ProcessParts = Omit<DriverProcessOptions, 'instance' | 'addresses' | 'onReadings' | 'onUnsure'>;

export type ManagedDriver = ReturnType<typeof createManagedDriver>;

/**
 * One driver instance over changes of its configuration: its process, whether somebody stopped it, and the last readings of
 * its addresses. What is asked of it is done one after the other.
 */
export function createManagedDriver(
  first: ConfiguredDriver,
  parts: ProcessParts,
  tell: (readings: readonly Reading[]) => void,
) {
  let configured = first;
  let addresses = enabledById(first);
  let process: DriverProcess = create();
  let held = false;
  let last = new Map<string, Reading>();
  let queue: Promise<void> = Promise.resolve();

  function create(): DriverProcess {
    return createDriverProcess({
      ...parts,
      instance: configured.instance,
      addresses: [...addresses.values()],
      onReadings(readings) {
        keep(readings.filter(({ id }) => addresses.has(id)));
      },
      onUnsure: (reason) => keep(unsureReadings(last.values(), reason)),
    });
  }
  function keep(readings: readonly Reading[]): void {
    if (readings.length === 0) return;
    const settled = readings.map((reading) => settleReading(reading, last.get(reading.id)));
    for (const reading of settled) last.set(reading.id, reading);
    tell(settled);
  }
  const inTurn = (work: () => Promise<void> | void): Promise<void> => {
    queue = queue.then(work);
    return queue;
  };
  const startWhenWanted = () => {
    if (configured.instance.enabled && !held) process.start();
  };
  return {
    instance: () => configured.instance,
    address: (id: string): Address | undefined => configured.addresses.find((one) => one.id === id),
    /** Starts it unless it is disabled or was stopped by somebody. */
    start: () => inTurn(startWhenWanted),
    /** Ends the process for a while, e.g. an upgrade. */
    pause: () => inTurn(() => process.stop()),
    release: () =>
      inTurn(() => {
        held = false;
        startWhenWanted();
      }),
    hold: () =>
      inTurn(async () => {
        held = true;
        await process.stop();
      }),
    /** Takes another configuration over, which restarts the process when it matters to it. */
    configure: (next: ConfiguredDriver, mayRun: () => boolean) =>
      inTurn(async () => {
        const before = fingerprint(configured);
        configured = next;
        if (fingerprint(next) === before) return;
        await process.stop();
        addresses = enabledById(next);
        last = new Map([...last].filter(([id]) => addresses.has(id)));
        process = create();
        if (mayRun()) startWhenWanted();
      }),
    async write(address: Address, value: Value): Promise<Result<Reading>> {
      const written = await process.write(address, value);
      if (written.ok) keep([written.value]);
      return written;
    },
    status(): DriverStatus {
      const status = process.status();
      const off = !configured.instance.enabled && status.state === 'stopped';
      return { ...status, name: configured.instance.name, state: off ? 'disabled' : status.state };
    },
  };
}

const enabledById = ({ addresses }: ConfiguredDriver): ReadonlyMap<string, Address> =>
  new Map(addresses.filter(({ enabled }) => enabled).map((address) => [address.id, address]));

/** What a driver process is given; names and aliases are not its business. */
const fingerprint = ({ instance, addresses }: ConfiguredDriver): string => {
  const facts = addresses
    .filter(({ enabled }) => enabled)
    .map(({ name: _name, alias: _alias, unit: _unit, ...rest }) => rest);
  return JSON.stringify([instance.driver, instance.enabled, instance.settings, facts]);
};
