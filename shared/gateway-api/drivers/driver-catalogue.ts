import { z } from 'zod';
import { parseModbusAddress } from './modbus-notation.ts';
import { modbusAddressSettingsSchema, modbusSettingsSchema } from './modbus-settings.ts';
import { parseMqttAddress } from './mqtt-notation.ts';
import { mqttAddressSettingsSchema, mqttSettingsSchema } from './mqtt-settings.ts';
import type { Parsed } from './notation.ts';
import { parseSimulatorAddress, simulatorSettingsSchema } from './simulator-notation.ts';
import { isSystemFigure, systemFigures, systemSettingsSchema } from './system-settings.ts';

/** What a driver is for people, and what its settings and addresses have to be. */
export interface DriverKind {
  label: string;
  description: string;
  settings: z.ZodType<Record<string, unknown>>;
  /** `settings` of its addresses. */
  addressSettings: z.ZodType<Record<string, unknown>>;
  /** One line for the field where an address is typed. */
  notation: string;
  examples: readonly string[];
  parseAddress(text: string): Parsed<unknown>;
  /** Whether its addresses may be written at all. */
  writes: boolean;
}

const none = z.strictObject({});
const figures = Object.keys(systemFigures);

/** Drivers of this revision. */
export const driverCatalogue = {
  modbus: {
    label: 'Modbus',
    description: 'Devices that speak Modbus TCP or RTU',
    settings: modbusSettingsSchema,
    addressSettings: modbusAddressSettingsSchema,
    notation: 'area:offset[:type][:order][@unit], areas coil, discrete, holding, input',
    examples: [
      'holding:100:float32',
      'coil:3',
      'input:7:int16',
      'holding:20:uint32:cdab@5',
      'holding:4:bit7',
    ],
    parseAddress: parseModbusAddress,
    writes: true,
  },
  mqtt: {
    label: 'MQTT',
    description: 'Topics of an MQTT broker',
    settings: mqttSettingsSchema,
    addressSettings: mqttAddressSettingsSchema,
    notation: 'topic or topic#path, the path being where the value is in a JSON payload',
    examples: ['plant/boiler/temperature', 'plant/boiler/state#values.temperature', 'meter/3#rows[0].kwh'],
    parseAddress: parseMqttAddress,
    writes: true,
  },
  system: {
    label: 'This machine',
    description:
      'Load, memory, disk, temperature, uptime and network of the machine that the gateway runs on',
    settings: systemSettingsSchema,
    addressSettings: none,
    notation: `one of ${figures.join(', ')}`,
    examples: figures,
    parseAddress: (text) =>
      isSystemFigure(text)
        ? { ok: true, value: text }
        : { ok: false, reason: `"${text}" is none of ${figures.join(', ')}` },
    writes: false,
  },
  simulator: {
    label: 'Simulator (made-up values)',
    description: 'Made-up values for trying things out without a device',
    settings: simulatorSettingsSchema,
    addressSettings: none,
    notation: 'signal[:name=value,…], signals sine, ramp, counter, walk, hold',
    examples: [
      'sine:min=10,max=30,period=60',
      'ramp',
      'counter:step=2',
      'walk:min=0,max=100',
      'hold:value=5',
    ],
    parseAddress: parseSimulatorAddress,
    writes: true,
  },
} as const satisfies Record<string, DriverKind>;
export type KnownDriver = keyof typeof driverCatalogue;

export const driverKind = (driver: string): DriverKind | null =>
  Object.hasOwn(driverCatalogue, driver) ? driverCatalogue[driver as KnownDriver] : null;

/** What is wrong with an address of a driver; null: nothing, or the driver is not one of this revision. */
export function addressTrouble(
  driver: string,
  address: { address: string; settings: Record<string, unknown>; writable?: boolean | undefined },
): string | null {
  const kind = driverKind(driver);
  if (kind === null) return null;
  const place = kind.parseAddress(address.address);
  if (!place.ok) return place.reason;
  const settings = kind.addressSettings.safeParse(address.settings);
  if (!settings.success) return z.prettifyError(settings.error);
  return address.writable === true && !kind.writes ? `${kind.label} cannot be written` : null;
}

/** What is wrong with the settings of a driver instance; null: nothing, or the driver is not one of this revision. */
export function settingsTrouble(driver: string, settings: Record<string, unknown>): string | null {
  const parsed = driverKind(driver)?.settings.safeParse(settings);
  return parsed === undefined || parsed.success ? null : z.prettifyError(parsed.error);
}
