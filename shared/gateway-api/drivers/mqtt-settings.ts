import { z } from 'zod';
import { topicTrouble } from './mqtt-notation.ts';

const qosSchema = z.union([z.literal(0), z.literal(1), z.literal(2)]);

/** Settings of an MQTT instance. */
export const mqttSettingsSchema = z.strictObject({
  url: z
    .url({ protocol: /^(mqtts?|tcp|ssl|wss?)$/ })
    .max(1_000)
    .meta({ title: 'Broker', description: 'mqtt://host:1883, mqtts://host:8883, ws://host/path' }),
  username: z.string().max(500).optional().meta({ title: 'User name' }),
  password: z.string().max(2_000).optional().meta({ title: 'Password', description: 'Kept as it is given' }),
  clientId: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ title: 'Client id', description: 'Absent: made from the instance' }),
  keepaliveSeconds: z.int().min(5).max(3_600).default(30).meta({ title: 'Keep-alive (s)' }),
  qos: qosSchema.default(1).meta({ title: 'Quality of service', description: 'Of subscriptions and writes' }),
  ca: z
    .string()
    .max(100_000)
    .optional()
    .meta({ title: 'Certificate authority', description: 'PEM; absent: the well-known ones' }),
  readBackMs: z
    .int()
    .min(0)
    .max(8_000)
    .default(2_000)
    .meta({ title: 'Wait for read-back (ms)', description: 'For the value that comes back after a write' }),
});
export type MqttSettings = z.infer<typeof mqttSettingsSchema>;

const topicSchema = z
  .string()
  .max(10_000)
  .superRefine((topic, context) => {
    const wrong = topicTrouble(topic);
    if (wrong !== null) context.addIssue({ code: 'custom', message: wrong });
  });

/** Of one address. */
export const mqttAddressSettingsSchema = z.strictObject({
  writeTopic: topicSchema
    .optional()
    .meta({ title: 'Topic to write to', description: 'Absent: the one that is read' }),
  retain: z.boolean().default(false).meta({ title: 'Retain what is written' }),
  qos: qosSchema.optional().meta({ title: 'Quality of service' }),
});
export type MqttAddressSettings = z.infer<typeof mqttAddressSettingsSchema>;
