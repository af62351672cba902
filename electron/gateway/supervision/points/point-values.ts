import type { Address } from '#shared/gateway-api/configuration.ts';
import type { LastValue, Value } from '#shared/gateway-api/values.ts';
import type { Result } from '#shared/result.ts';
import type { Drivers, Reading } from '../drivers/drivers-port.ts';
import type { LastValues } from './last-values.ts';

/** Values of addresses for people: the last one, and writing another. */
export interface PointValues {
  view(address: Address): LastValue;
  /** With read-back; what was read is the last value then. Fails as {@link Drivers.write} does. */
  write(address: Address, value: Value): Promise<Result<Reading>>;
  forget(id: string): void;
}

export function createPointValues(deps: {
  drivers: Drivers;
  last: LastValues;
  forgetHistory(id: string): void;
}): PointValues {
  const { drivers, last } = deps;
  return {
    view: last.view,
    write: (address, value) => drivers.write(address.id, readNumber(address, value)),
    forget(id) {
      last.forget(id);
      deps.forgetHistory(id);
    },
  };
}

/** A query carries `1.0` as text; for an address of numbers it is one. */
function readNumber({ type }: Address, value: Value): Value {
  if (type !== 'number' || typeof value !== 'string' || value.trim() === '') return value;
  const number = Number(value);
  return Number.isFinite(number) ? number : value;
}
