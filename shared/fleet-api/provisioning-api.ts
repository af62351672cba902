import { z } from 'zod';
import { json } from '../contract/row.ts';
import { strictUuid } from './agent-path.ts';
import { done, timeSchema } from './answers.ts';
import type { FleetEndpoint } from './endpoint.ts';

/** How devices become agents (wire §1.11, §2.1; contract §2 "provisioning"). */

const provisioningKeySchema = z.object({
  id: z.string(),
  description: z.string().nullable(),
  fleet_uuid: z.string().nullable(),
  max_agents: z.int(),
  agents_provisioned: z.int(),
  expires_at: timeSchema,
  is_active: z.boolean(),
  created_at: timeSchema,
  created_by: z.string(),
  last_used_at: timeSchema.nullable(),
});

const newKeySchema = z.object({
  id: z.string(),
  key: z.string(),
  fleetUuid: z.string().nullable(),
  maxDevices: z.int(),
  expiresAt: timeSchema,
  description: z.string().nullable(),
  warning: z.string(),
});

const newKeyBody = (defaults: { maxDevices: number; expiresInDays: number }) =>
  z.object({
    fleetUuid: z.string().max(100).nullish(),
    maxDevices: z.int().min(1).max(10_000).default(defaults.maxDevices),
    expiresInDays: z.int().min(1).max(3_650).default(defaults.expiresInDays),
    description: z.string().trim().max(500).nullish(),
  });

/** What the agent connects to MQTT with; field by field as the public agent reads it. */
const brokerConfigSchema = z.object({
  protocol: z.enum(['mqtt', 'mqtts']),
  host: z.string(),
  port: z.int(),
  username: z.string(),
  password: z.string(),
  useTls: z.boolean(),
  caCert: z.string().optional(),
  verifyCertificate: z.boolean(),
  clientIdPrefix: z.string(),
  keepAlive: z.int(),
  cleanSession: z.boolean(),
  reconnectPeriod: z.int(),
  connectTimeout: z.int(),
});

export type BrokerConfig = z.output<typeof brokerConfigSchema>;

const mqttSchema = z.object({
  username: z.string(),
  password: z.string(),
  broker: z.string(),
  brokerConfig: brokerConfigSchema,
  topics: z.object({ publish: z.array(z.string()), subscribe: z.array(z.string()) }),
});

const registeredSchema = z.object({
  id: z.string(),
  uuid: z.string(),
  deviceName: z.string(),
  deviceType: z.string().nullable(),
  tenantId: z.string(),
  fleetUuid: z.string().nullable(),
  createdAt: timeSchema,
  mqtt: mqttSchema,
});

/** At least 128 bits, however it is written. */
const deviceKeySchema = z.string().min(32, 'at least 32 characters').max(200);
const optionalText = (max: number) => z.string().trim().max(max).nullish();

const deviceFacts = {
  deviceName: z.string().trim().min(1).max(200),
  deviceType: optionalText(100),
  macAddress: optionalText(100),
  osVersion: optionalText(200),
  agentVersion: optionalText(100),
};

const uuidParams = z.object({ uuid: strictUuid });

const common = { tag: 'provisioning' } as const;
const keys = { ...common, rate: 'admin' } as const;
const devices = { ...common, access: 'none', rate: 'global' } as const;
const ownDevice = {
  ...common,
  access: 'device',
  rate: 'device',
  source: 'wire',
  params: uuidParams,
} as const;

const keyFailures = ['PROVISIONING_KEY_REFUSED', 'DEVICE_LIMIT_REACHED', 'AGENT_EXISTS'] as const;

export const provisioningApi = {
  createProvisioningKey: {
    ...keys,
    access: 'provisioning:write',
    source: 'document',
    method: 'POST',
    path: '/api/v1/provision/keys',
    aliases: [{ path: '/api/v1/provisioning-keys/generate' }],
    summary: 'A key that makes one agent within 30 days, or as many as it says; it is shown once',
    idempotent: true,
    body: newKeyBody({ maxDevices: 1, expiresInDays: 30 }),
    answers: { 201: json('Made', newKeySchema) },
    failures: ['FLEET_NOT_FOUND'],
  },
  createFleetProvisioningKey: {
    ...keys,
    access: 'provisioning:write',
    source: 'wire',
    method: 'POST',
    path: '/api/v1/provisioning-keys',
    summary: 'The same with the defaults of the public system: 100 agents, a year',
    idempotent: true,
    body: newKeyBody({ maxDevices: 100, expiresInDays: 365 }),
    answers: { 201: json('Made', newKeySchema) },
    failures: ['FLEET_NOT_FOUND'],
  },
  listProvisioningKeys: {
    ...keys,
    access: 'provisioning:read',
    source: 'document',
    method: 'GET',
    path: '/api/v1/provision/keys',
    aliases: [{ path: '/api/v1/provisioning-keys' }],
    summary: 'The keys that can still be used, without their secret; with `all=true` the others, too',
    query: z.object({
      fleetUuid: z.string().max(100).optional(),
      all: z.enum(['true', 'false']).default('false'),
    }),
    answers: {
      200: json('The keys', z.object({ count: z.int(), keys: z.array(provisioningKeySchema) })),
    },
  },
  revokeProvisioningKey: {
    ...keys,
    access: 'provisioning:write',
    source: 'extension',
    method: 'DELETE',
    path: '/api/v1/provision/keys/:keyId',
    aliases: [{ path: '/api/v1/provisioning-keys/:keyId' }],
    summary: 'Revoke a key; agents that it made stay',
    params: z.object({ keyId: z.string().min(1).max(100) }),
    body: z.object({ reason: z.string().trim().max(500).optional() }),
    answers: { 200: done('Revoked') },
    failures: ['PROVISIONING_KEY_NOT_FOUND'],
  },
  provisionAgent: {
    ...devices,
    source: 'document',
    method: 'POST',
    path: '/api/v1/provision/agent',
    summary: 'Register with a provisioning key, in the body or in X-Provisioning-Key, in one call',
    idempotent: true,
    body: z.object({
      ...deviceFacts,
      provisioningKey: z.string().max(200).optional(),
      uuid: strictUuid.optional(),
      deviceApiKey: deviceKeySchema.optional(),
    }),
    answers: {
      201: json('Registered', registeredSchema.extend({ deviceApiKey: z.string() })),
    },
    failures: keyFailures,
  },
  registerAgent: {
    ...devices,
    source: 'wire',
    method: 'POST',
    path: '/api/v1/agent/register',
    aliases: [{ path: '/api/v1/device/register' }],
    summary: 'The first of two steps of the public agent: its own key, and a challenge to be signed',
    idempotent: true,
    body: z.object({
      ...deviceFacts,
      uuid: strictUuid,
      deviceApiKey: deviceKeySchema,
      devicePublicKey: z.string().min(1).max(4_000),
    }),
    answers: {
      200: json('Registered; the key is to be proved', registeredSchema.extend({ challenge: z.string() })),
    },
    failures: [...keyFailures, 'PUBLIC_KEY_UNUSABLE'],
  },
  exchangeKey: {
    ...devices,
    source: 'wire',
    method: 'POST',
    path: '/api/v1/device/:uuid/key-exchange',
    summary:
      'The second step: the signature over `<uuid>:<challenge>` proves the key; X-Agent-Key names the device key',
    idempotent: true,
    params: uuidParams,
    body: z.object({ uuid: strictUuid, signature: z.string().min(1).max(1_000) }),
    answers: {
      200: json(
        'Proved',
        z.object({
          status: z.literal('ok'),
          message: z.string(),
          device: z.object({ id: z.string(), uuid: z.string(), deviceName: z.string() }),
        }),
      ),
    },
    failures: [
      'DEVICE_NOT_REGISTERED',
      'DEVICE_KEY_MISSING',
      'DEVICE_KEY_INVALID',
      'SIGNATURE_REFUSED',
      'CHALLENGE_GONE',
    ],
  },
  challenge: {
    ...devices,
    source: 'wire',
    method: 'POST',
    path: '/api/v1/device/:uuid/challenge',
    summary: 'Another challenge, for an agent that could not prove its key; X-Agent-Key names the device key',
    params: uuidParams,
    answers: {
      200: json('To be signed', z.object({ challenge: z.string(), expiresAt: timeSchema })),
    },
    failures: [
      'DEVICE_NOT_REGISTERED',
      'DEVICE_KEY_MISSING',
      'DEVICE_KEY_INVALID',
      'CHALLENGE_ACTIVE',
      'ALREADY_PROVED',
    ],
  },
  rotateDeviceKey: {
    ...ownDevice,
    method: 'POST',
    path: '/api/v1/device/:uuid/rotate-key',
    summary: 'Another device key, the agent’s own or one of ours; the old one is good for five more minutes',
    body: z.object({ newApiKey: deviceKeySchema.optional(), reason: z.string().trim().max(500).optional() }),
    answers: {
      200: json(
        'Rotated',
        z.object({
          status: z.literal('ok'),
          message: z.string(),
          deviceApiKey: z.string(),
          rotatedAt: timeSchema,
          previousKeyExpiresAt: timeSchema,
        }),
      ),
    },
    failures: ['DEVICE_KEY_IN_USE'],
  },
  deviceKeyStatus: {
    ...ownDevice,
    method: 'GET',
    path: '/api/v1/device/:uuid/key-status',
    summary: 'How old the device key is',
    answers: {
      200: json(
        'The key',
        z.object({
          uuid: z.string(),
          keyCreatedAt: timeSchema,
          rotations: z.int(),
          lastRotatedAt: timeSchema.nullable(),
          previousKeyExpiresAt: timeSchema.nullable(),
          popVerified: z.boolean(),
        }),
      ),
    },
  },
  deviceKeyHistory: {
    ...ownDevice,
    method: 'GET',
    path: '/api/v1/device/:uuid/rotation-history',
    summary: 'When the device key was changed',
    answers: {
      200: json(
        'The newest first',
        z.object({
          count: z.int(),
          rotations: z.array(z.object({ rotatedAt: timeSchema, reason: z.string().nullable() })),
        }),
      ),
    },
  },
  ping: {
    ...ownDevice,
    method: 'GET',
    path: '/api/v1/device/:uuid/ping',
    summary: 'Whether the device key is good, e.g. after a rotation',
    answers: { 200: json('It is', z.object({ status: z.literal('ok'), timestamp: timeSchema })) },
  },
  revokeAgent: {
    ...common,
    access: 'agents:delete',
    rate: 'admin',
    source: 'extension',
    method: 'POST',
    path: '/api/v1/agents/:uuid/revoke',
    summary: 'End the agent’s key and MQTT connection at once; it has to be registered anew',
    params: uuidParams,
    body: z.object({ reason: z.string().trim().max(500).optional() }),
    answers: { 200: done('Revoked') },
    failures: ['AGENT_NOT_FOUND'],
  },
} as const satisfies Record<string, FleetEndpoint>;
