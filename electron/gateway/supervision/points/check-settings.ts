import { isDeepStrictEqual } from 'node:util';
import { type Failure, failure } from '#shared/errors/failure.ts';
import type { Address, DriverInstance } from '#shared/gateway-api/configuration.ts';
import type { DocumentStore } from './document-store.ts';

/**
 * Whether settings and addresses are what their driver takes. POINT_SETTINGS_INVALID. Only what changed is asked: an item of
 * another revision must not become impossible to rename. The catalogue is loaded when somebody edits.
 */
export async function checkInstance(
  after: DriverInstance,
  before: DriverInstance | null,
): Promise<Failure | null> {
  const { name, driver, settings } = after;
  if (before !== null && isDeepStrictEqual([driver, settings], [before.driver, before.settings])) return null;
  const { settingsTrouble } = await import('#shared/gateway-api/drivers/driver-catalogue.ts');
  return told(`The settings of "${name}"`, settingsTrouble(driver, settings));
}

export async function checkNotation(
  store: DocumentStore,
  after: Address,
  before: Address | null,
): Promise<Failure | null> {
  const driverOf = (address: Address | null) =>
    address === null ? undefined : store.all('gateways').get(address.gateway)?.driver;
  const asked = (address: Address | null) => [
    driverOf(address),
    address?.address,
    address?.settings,
    address?.writable,
  ];
  const driver = driverOf(after);
  if (driver === undefined || isDeepStrictEqual(asked(after), asked(before))) return null;
  const { addressTrouble } = await import('#shared/gateway-api/drivers/driver-catalogue.ts');
  return told(`The address "${after.name}"`, addressTrouble(driver, after));
}

const told = (what: string, why: string | null): Failure | null =>
  why === null ? null : failure('POINT_SETTINGS_INVALID', { what, why });
