import { z } from 'zod';
import type { Address } from '#shared/gateway-api/configuration.ts';
import { type MqttAddress, parseMqttAddress } from '#shared/gateway-api/drivers/mqtt-notation.ts';
import {
  type MqttAddressSettings,
  mqttAddressSettingsSchema,
} from '#shared/gateway-api/drivers/mqtt-settings.ts';
import type { DriverContext } from '../driver.ts';
import type { Reading } from '../driver-protocol.ts';
import type { Outcome } from '../outcome.ts';
import { type RawValue, valueOfRaw } from '../values/convert-value.ts';

export interface MqttPoint {
  address: Address;
  place: MqttAddress;
  settings: MqttAddressSettings;
}

/** Points by the id of their address and by topic. What cannot be understood is told as a bad reading and left out. */
export function topicsOf(context: DriverContext): {
  points: ReadonlyMap<string, MqttPoint>;
  byTopic: ReadonlyMap<string, readonly MqttPoint[]>;
} {
  const points = new Map<string, MqttPoint>();
  const refuse = (id: string, reason: string) =>
    context.read({ id, value: null, at: context.nowMs(), quality: 'bad', reason });
  for (const address of context.addresses) {
    const place = parseMqttAddress(address.address);
    const settings = mqttAddressSettingsSchema.safeParse(address.settings);
    if (!place.ok) refuse(address.id, place.reason);
    else if (!settings.success) refuse(address.id, z.prettifyError(settings.error));
    else points.set(address.id, { address, place: place.value, settings: settings.data });
  }
  return { points, byTopic: Map.groupBy(points.values(), ({ place }) => place.topic) };
}

export function readingOf(address: Address, raw: Outcome<RawValue>, at: number): Reading {
  const value = raw.ok ? valueOfRaw(address, raw.value) : raw;
  return value.ok
    ? { id: address.id, value: value.value, at, quality: 'good' }
    : { id: address.id, value: null, at, quality: 'bad', reason: value.reason };
}
