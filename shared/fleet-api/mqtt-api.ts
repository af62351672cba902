import { z } from 'zod';
import { json } from '../contract/row.ts';
import { isTopicFilter } from '../mqtt/topic-filter.ts';
import { done, idParams, pageQuery, timeSchema } from './answers.ts';
import { passwordSchema } from './auth-api.ts';
import type { FleetEndpoint } from './endpoint.ts';

/** Users and rules of the MQTT broker (wire §1.13 "Broker auth callbacks"; contract §2 "broker"). */

const ruleFields = {
  /** A topic filter. */
  topic: z.string().max(500).refine(isTopicFilter, 'a topic filter, e.g. plant/+/state or plant/#'),
  /** Sum of 1 read, 2 write, 4 subscribe. */
  access: z.int().min(1).max(7),
};
const ruleSchema = z.object(ruleFields);

/** Sets of rules by name; `superuser` is every topic, the others those of all agents of the tenant. */
export const mqttRoles = ['superuser', 'reader', 'writer'] as const;

const changes = {
  is_superuser: z.boolean().optional(),
  is_active: z.boolean().optional(),
  /** Replace all rules that there are. */
  acls: z.array(ruleSchema).max(100).optional(),
  roles: z.array(z.enum(mqttRoles)).max(mqttRoles.length).optional(),
};

export const mqttAclSchema = z.object({
  id: z.string(),
  username: z.string(),
  topic: z.string(),
  access: z.int(),
  created_at: timeSchema,
});

export const mqttUserSchema = z.object({
  id: z.string(),
  username: z.string(),
  agent_uuid: z.string().nullable(),
  is_superuser: z.boolean(),
  is_active: z.boolean(),
  created_at: timeSchema,
  updated_at: timeSchema,
  acls: z.array(mqttAclSchema),
});

const usernameParams = z.object({
  /** The name or the id. */
  username: z.string().min(1).max(200),
});

const common = { source: 'document', tag: 'broker', rate: 'admin' } as const;
const write = { ...common, access: 'broker:write' } as const;
const read = { ...common, access: 'broker:read' } as const;
const nullableCount = z.number().nullable();

const userPath = '/mosquitto-auth/user/:username';
const userAliases = [{ path: `/api/v1${userPath}` }, { path: '/api/v1/auth/mqtt-users/:username' }];
const brokerFailures = [
  'BROKER_UNREACHABLE',
  'BROKER_PLUGIN_MISSING',
  'BROKER_COMMAND_REFUSED',
  'BROKER_PASSWORD_NEEDED',
] as const;

export const mqttApi = {
  listMqttUsers: {
    ...read,
    source: 'wire',
    method: 'GET',
    path: '/api/v1/auth/mqtt-users',
    aliases: [{ path: '/mosquitto-auth/user' }, { path: '/api/v1/mosquitto-auth/user' }],
    summary: 'MQTT users with their rules, by name',
    query: z.object({ ...pageQuery, search: z.string().max(100).optional() }),
    answers: {
      200: json(
        'The users of this page',
        z.object({ count: z.int(), users: z.array(mqttUserSchema), nextCursor: z.string().nullable() }),
      ),
    },
    failures: ['CURSOR_INVALID'],
  },
  createMqttUser: {
    ...write,
    method: 'POST',
    path: '/mosquitto-auth/user',
    aliases: [{ path: '/api/v1/mosquitto-auth/user' }, { path: '/api/v1/auth/mqtt-users' }],
    summary: 'Make an MQTT user; it may do nothing without rules or a role',
    body: z.object({
      username: z
        .string()
        .trim()
        .min(1)
        .max(100)
        .regex(/^(?!agent_)[^\s/+#]+$/, 'without blanks, /, + and #, and not beginning with agent_'),
      password: passwordSchema,
      ...changes,
    }),
    answers: { 201: json('Made', mqttUserSchema) },
    failures: ['MQTT_USER_TAKEN', 'MQTT_TOPIC_FOREIGN', ...brokerFailures],
  },
  updateMqttUser: {
    ...write,
    method: 'PUT',
    path: userPath,
    aliases: userAliases,
    summary: 'Change password, rules, or whether the user may connect; who is connected feels it at once',
    params: usernameParams,
    body: z.object({ password: passwordSchema.optional(), ...changes }),
    answers: { 200: json('As it is now', mqttUserSchema) },
    failures: ['MQTT_USER_NOT_FOUND', 'MQTT_USER_OF_AGENT', 'MQTT_TOPIC_FOREIGN', ...brokerFailures],
  },
  deleteMqttUser: {
    ...write,
    method: 'DELETE',
    path: userPath,
    aliases: userAliases,
    summary: 'Remove an MQTT user; its connections end at once',
    params: usernameParams,
    answers: { 200: done('Removed') },
    failures: ['MQTT_USER_NOT_FOUND', 'MQTT_USER_OF_AGENT', ...brokerFailures],
  },
  listMqttAcls: {
    ...read,
    method: 'GET',
    path: '/mosquitto-auth/acl',
    aliases: [{ path: '/api/v1/mosquitto-auth/acl' }, { path: '/api/v1/auth/mqtt-acls' }],
    summary: 'Rules of all MQTT users, in the order in which they were made',
    query: z.object({ ...pageQuery, username: z.string().max(200).optional() }),
    answers: {
      200: json(
        'The rules of this page',
        z.object({ count: z.int(), acls: z.array(mqttAclSchema), nextCursor: z.string().nullable() }),
      ),
    },
    failures: ['CURSOR_INVALID'],
  },
  addMqttAcl: {
    ...write,
    source: 'wire',
    method: 'POST',
    path: '/api/v1/auth/mqtt-users/:username/acls',
    summary: 'Give an MQTT user one more rule',
    params: usernameParams,
    body: ruleSchema,
    answers: { 201: json('Made', mqttAclSchema) },
    failures: ['MQTT_USER_NOT_FOUND', 'MQTT_USER_OF_AGENT', 'MQTT_TOPIC_FOREIGN', ...brokerFailures],
  },
  updateMqttAcl: {
    ...write,
    source: 'wire',
    method: 'PUT',
    path: '/api/v1/auth/mqtt-acls/:id',
    summary: 'Change a rule',
    params: idParams,
    body: z.object({ topic: ruleFields.topic.optional(), access: ruleFields.access.optional() }),
    answers: { 200: json('As it is now', mqttAclSchema) },
    failures: ['MQTT_ACL_NOT_FOUND', 'MQTT_USER_OF_AGENT', 'MQTT_TOPIC_FOREIGN', ...brokerFailures],
  },
  deleteMqttAcl: {
    ...write,
    source: 'wire',
    method: 'DELETE',
    path: '/api/v1/auth/mqtt-acls/:id',
    summary: 'Take a rule away',
    params: idParams,
    answers: { 200: done('Removed') },
    failures: ['MQTT_ACL_NOT_FOUND', 'MQTT_USER_OF_AGENT', ...brokerFailures],
  },
  brokerStatistics: {
    ...read,
    source: 'extension',
    method: 'GET',
    path: '/api/v1/broker',
    summary: 'The MQTT broker: where it listens, and what goes through it',
    answers: {
      200: json(
        'Figures since its start; null: an external broker does not tell',
        z.object({
          kind: z.enum(['embedded', 'external']),
          urls: z.array(z.string()),
          connected: nullableCount,
          sessionsKept: nullableCount,
          subscriptions: nullableCount,
          retained: nullableCount,
          messagesIn: z.number(),
          messagesOut: z.number(),
          bytesIn: nullableCount,
          bytesOut: nullableCount,
          refusedConnections: nullableCount,
          refusedLogins: nullableCount,
          refusedPublishes: nullableCount,
          refusedSubscriptions: nullableCount,
          protocolErrors: nullableCount,
          dropped: nullableCount,
        }),
      ),
    },
  },
} as const satisfies Record<string, FleetEndpoint>;
