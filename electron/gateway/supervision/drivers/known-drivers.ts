import type { KnownDriver } from '#shared/gateway-api/drivers/driver-catalogue.ts';

/** Names apart from the catalogue with its schemas: supervision needs nothing else at start. */
const knownDrivers: readonly string[] = Object.keys({
  modbus: true,
  mqtt: true,
  system: true,
  simulator: true,
} satisfies Record<KnownDriver, true>);

export const isKnownDriver = (name: string): name is KnownDriver => knownDrivers.includes(name);
