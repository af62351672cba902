import { z } from 'zod';
import { json } from '../contract/row.ts';
import type { FleetEndpoint } from './endpoint.ts';

/**
 * What another broker asks (mosquitto-go-auth with its HTTP backend, EMQX): status and `result` say the same. It asks from
 * this machine, or with the secret in `X-Callback-Secret` or `?secret=` (wire §1.13; contract §2 "broker").
 */
const common = {
  source: 'extension',
  access: 'none',
  // As many as there are connections and messages.
  rate: 'device',
  tag: 'broker callbacks',
  method: 'POST',
  query: z.object({ secret: z.string().max(500).optional() }),
  failures: ['MQTT_CALLBACK_REFUSED'],
} as const;

const text = z.string().max(1000);
const denied = json('It may not', z.object({ result: z.literal('deny'), error: z.string() }));
const allowed = z.object({ result: z.literal('allow') });

export const mqttCallbacksApi = {
  mqttCallbackUser: {
    ...common,
    path: '/mosquitto-auth/callback/user',
    aliases: [{ path: '/api/v1/mosquitto-auth/callback/user' }],
    summary: 'Whether somebody may connect',
    body: z.object({ username: text, password: text, clientid: text.optional() }),
    answers: { 200: json('It may', allowed.extend({ is_superuser: z.boolean() })), 403: denied },
  },
  mqttCallbackSuperuser: {
    ...common,
    path: '/mosquitto-auth/callback/superuser',
    aliases: [{ path: '/api/v1/mosquitto-auth/callback/superuser' }],
    summary: 'Whether an MQTT user is a superuser',
    body: z.object({ username: text }),
    answers: { 200: json('It is', allowed), 403: denied },
  },
  mqttCallbackAcl: {
    ...common,
    path: '/mosquitto-auth/callback/acl',
    aliases: [{ path: '/api/v1/mosquitto-auth/callback/acl' }],
    summary: 'Whether an MQTT user may read, write or subscribe a topic',
    body: z
      .object({
        username: text,
        topic: text,
        clientid: text.optional(),
        /** 1 read, 2 write, 4 subscribe, as go-auth asks. */
        acc: z.coerce.number().int().min(1).max(7).optional(),
        /** As EMQX asks. */
        action: z.enum(['publish', 'subscribe']).optional(),
      })
      .refine(({ acc, action }) => acc !== undefined || action !== undefined, 'acc or action is needed'),
    answers: { 200: json('It may', allowed), 403: denied },
  },
} as const satisfies Record<string, FleetEndpoint>;
