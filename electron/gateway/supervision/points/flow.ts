import type { Value } from '#shared/gateway-api/values.ts';
import type { Result } from '#shared/result.ts';
import type { Drivers, Reading } from '../drivers/drivers-port.ts';
import type { Change, LastValues } from './last-values.ts';

/**
 * What led to a change, so that what goes round in a circle ends: `address <id>` for addresses whose values were routed on,
 * `logic <id>` for logics that ran. Empty: it came from outside.
 */
export type Chain = ReadonlySet<string>;

export interface LiveChange extends Change {
  chain: Chain;
}

/** Values on their way: from the drivers to routes and logics, and from these back. */
export interface Flow {
  /** Answers how to stop listening. */
  onChanges(listener: (changes: readonly LiveChange[]) => void): () => void;
  /** The change that this causes carries `chain`. Fails as {@link Drivers.write} does. */
  write(id: string, value: Value, chain: Chain): Promise<Result<Reading>>;
}

/** A device may tell what was written to it a while after it took it. */
const echoMs = 10_000;
const noChain: Chain = new Set();

interface Written {
  value: Value;
  chain: Chain;
  /** While the driver has not answered, any change of the address is this write's. */
  isPending: boolean;
  until: number;
}

export function createFlow({
  drivers,
  last,
  now = Date.now,
}: {
  drivers: Drivers;
  last: LastValues;
  now?: () => number;
}): Flow {
  const listeners = new Set<(changes: readonly LiveChange[]) => void>();
  const written = new Map<string, Written>();
  const chainOf = ({ address, value }: Change): Chain => {
    const write = written.get(address);
    if (write === undefined) return noChain;
    if (write.isPending) return write.chain;
    if (write.until < now()) {
      written.delete(address);
      return noChain;
    }
    return write.value === value ? write.chain : noChain;
  };
  drivers.onReadings((readings) => {
    const changes = last.take(readings).map((change) => ({ ...change, chain: chainOf(change) }));
    if (changes.length === 0) return;
    for (const listener of listeners) listener(changes);
  });
  return {
    onChanges(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async write(id, value, chain) {
      const mine: Written = { value, chain, isPending: true, until: 0 };
      written.set(id, mine);
      try {
        return await drivers.write(id, value);
      } finally {
        mine.isPending = false;
        mine.until = now() + echoMs;
      }
    },
  };
}
