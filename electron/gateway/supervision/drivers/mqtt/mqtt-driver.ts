import { connect, type MqttClient } from 'mqtt';
import { z } from 'zod';
import { type MqttSettings, mqttSettingsSchema } from '#shared/gateway-api/drivers/mqtt-settings.ts';
import type { Driver, DriverContext } from '../driver.ts';
import { done, type Outcome, refused } from '../outcome.ts';
import { createMqttWriter } from './mqtt-writer.ts';
import { maxPayloadBytes, type Payload, rawOfPayload } from './payload.ts';
import { readingOf, topicsOf } from './topics.ts';

const connectMs = 10_000;
const reconnectMs = 2_000;
const endMs = 2_000;
/** mqtt.js keeps subscriptions and sends them again; more at once are refused by some brokers. */
const topicsInOneSubscribe = 100;

/** Reads and publishes topics of a broker: the `mqtt` driver. */
export function createMqttDriver(context: DriverContext): Outcome<Driver> {
  const settings = mqttSettingsSchema.safeParse(context.settings);
  if (!settings.success) return refused(z.prettifyError(settings.error));
  const { points, byTopic } = topicsOf(context);
  const writer = createMqttWriter({ points, settings: settings.data, nowMs: context.nowMs });
  let client: MqttClient | null = null;

  const unsure = (reason: string) => {
    for (const { address } of points.values()) {
      context.read({ id: address.id, value: null, at: context.nowMs(), quality: 'uncertain', reason });
    }
    context.fault(reason);
  };
  function receive(topic: string, bytes: Buffer): void {
    const payload: Payload = { text: bytes.length > maxPayloadBytes ? '' : bytes.toString('utf8') };
    for (const point of byTopic.get(topic) ?? []) {
      const raw =
        bytes.length > maxPayloadBytes
          ? refused(`the payload has ${bytes.length} bytes; at most ${maxPayloadBytes} are read`)
          : rawOfPayload(payload, point.place.path);
      const reading = readingOf(point.address, raw, context.nowMs());
      context.read(reading);
      writer.arrived(reading);
    }
  }
  async function subscribe(connected: MqttClient): Promise<void> {
    const topics = [...byTopic.keys()];
    for (let from = 0; from < topics.length; from += topicsInOneSubscribe) {
      const grants = await connected.subscribeAsync(topics.slice(from, from + topicsInOneSubscribe), {
        qos: settings.data?.qos ?? 1,
      });
      for (const { topic, qos } of grants) if (qos >= 128) refuseTopic(topic);
    }
  }
  function refuseTopic(topic: string): void {
    for (const { address } of byTopic.get(topic) ?? []) {
      const reason = 'the broker refused the subscription';
      context.read({ id: address.id, value: null, at: context.nowMs(), quality: 'bad', reason });
    }
  }
  return done({
    start() {
      const { url } = settings.data;
      const opened = open(settings.data, context);
      if (!opened.ok) return unsure(opened.reason);
      client = opened.value;
      let reason = `${hostOf(url)} does not answer`;
      client.on('connect', () => {
        subscribe(opened.value).then(context.running, (error) =>
          unsure(`subscribing failed: ${reasonOf(error)}`),
        );
      });
      client.on('message', (topic, bytes) => receive(topic, bytes));
      client.on('error', (error) => {
        reason = `${hostOf(url)}: ${reasonOf(error)}`;
      });
      client.on('close', () => {
        if (client?.disconnecting !== true) unsure(reason);
        reason = `${hostOf(url)} closed the connection`;
      });
    },
    write: (address, value) => writer.write(client, address, value),
    async stop() {
      const ending = client;
      if (ending === null) return;
      // Politely first; a broker that is gone must not hold us.
      const timer = setTimeout(() => ending.end(true), endMs);
      await ending.endAsync().catch(() => undefined);
      clearTimeout(timer);
    },
  });
}

function open(settings: MqttSettings, context: DriverContext): Outcome<MqttClient> {
  const { url, username, password, clientId, keepaliveSeconds, ca } = settings;
  try {
    return done(
      connect(url, {
        clientId: clientId ?? `gatewright-${context.instance.id}`.slice(0, 200),
        ...(username === undefined ? {} : { username }),
        ...(password === undefined ? {} : { password }),
        ...(ca === undefined ? {} : { ca }),
        keepalive: keepaliveSeconds,
        connectTimeout: connectMs,
        reconnectPeriod: reconnectMs,
        // What is written while the broker is away must not arrive hours later.
        queueQoSZero: false,
        resubscribe: false,
        clean: true,
      }),
    );
  } catch (error) {
    return refused(reasonOf(error));
  }
}

const reasonOf = (error: unknown): string => {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code === 'ECONNREFUSED') return 'the connection is refused';
  return typeof message === 'string' && message !== '' ? message : String(code ?? error);
};

/** Never the user information that an address may hold. */
const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : 'the broker');
