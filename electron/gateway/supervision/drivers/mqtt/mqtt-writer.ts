import { setTimeout as delay } from 'node:timers/promises';
import type { MqttClient } from 'mqtt';
import type { Address } from '#shared/gateway-api/configuration.ts';
import type { MqttSettings } from '#shared/gateway-api/drivers/mqtt-settings.ts';
import type { Value } from '#shared/gateway-api/values.ts';
import type { Reading } from '../driver-protocol.ts';
import { done, type Outcome, refused } from '../outcome.ts';
import { rawOfValue } from '../values/convert-value.ts';
import { payloadOf } from './payload.ts';
import type { MqttPoint } from './topics.ts';

interface WriterOptions {
  points: ReadonlyMap<string, MqttPoint>;
  settings: MqttSettings;
  nowMs(): number;
}

const publishMs = 5_000;

/** Publishes values, and answers what arrives on the topic that is read: the broker's echo, or what the device says. */
export function createMqttWriter({ points, settings, nowMs }: WriterOptions) {
  const waiting = new Set<{ id: string; settle(reading: Reading): void }>();

  async function publish(client: MqttClient, point: MqttPoint, payload: string): Promise<Outcome<null>> {
    const { writeTopic = point.place.topic, retain, qos = settings.qos } = point.settings;
    const late = delay(publishMs, refused('the broker did not acknowledge it'), { ref: false });
    const published = client.publishAsync(writeTopic, payload, { qos, retain }).then(
      () => done(null),
      (error) => refused(error instanceof Error ? error.message : String(error)),
    );
    return Promise.race([published, late]);
  }
  return {
    arrived(reading: Reading): void {
      for (const one of [...waiting]) if (one.id === reading.id) one.settle(reading);
    },
    async write(client: MqttClient | null, address: Address, value: Value): Promise<Outcome<Reading>> {
      const point = points.get(address.id);
      if (point === undefined) return refused('the address cannot be understood');
      if (client?.connected !== true) return refused('there is no connection to the broker');
      const raw = rawOfValue(address, value);
      if (!raw.ok) return raw;
      const echo = Promise.withResolvers<Reading>();
      const one = { id: address.id, settle: echo.resolve };
      waiting.add(one);
      try {
        const published = await publish(client, point, payloadOf(point.place.path, raw.value));
        if (!published.ok) return published;
        const reason = `it was published; nothing came back within ${settings.readBackMs} ms`;
        const unsure: Reading = { id: address.id, value, at: nowMs(), quality: 'uncertain', reason };
        return done(await Promise.race([echo.promise, delay(settings.readBackMs, unsure, { ref: false })]));
      } finally {
        waiting.delete(one);
      }
    },
  };
}
