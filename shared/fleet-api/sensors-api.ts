import { z } from 'zod';
import { json } from '../contract/row.ts';
import { agentParams, flagQuery } from './agent-path.ts';
import { timeSchema } from './answers.ts';
import type { FleetEndpoint } from './endpoint.ts';
import { shallow } from './json-depth.ts';
import { endpointProtocols, endpointSchema } from './target-state/endpoint.ts';

const anything = z.record(z.string(), z.unknown());

/** As the agent writes it: ISO 8601 or epoch milliseconds, by its clock. */
const agentTime = z.union([z.string(), z.number()]).nullable();

/** A device behind a sensor, as the agent tells it. */
const childSchema = z.object({
  uuid: z.string().nullable(),
  endpointUuid: z.string().nullable(),
  name: z.string().nullable(),
  protocol: z.string().nullable(),
  identifier: z.string().nullable(),
  enabled: z.boolean().nullable(),
  lastSeenAt: agentTime,
});

/** What was last reported of one sensor. */
const healthParts = {
  status: z.string().nullable(),
  connected: z.boolean().nullable(),
  lastPoll: agentTime,
  errorCount: z.number().nullable(),
  lastError: z.string().nullable(),
};

export const sensorSchema = z.object({
  id: z.string(),
  uuid: z.string(),
  configId: z.string(),
  name: z.string(),
  protocol: z.enum(endpointProtocols),
  enabled: z.boolean(),
  /** Milliseconds; the agent's own default when it was not given. */
  pollInterval: z.number(),
  connection: anything,
  dataPoints: z.array(anything),
  metadata: anything,
  /** Of the target state that it stands in. */
  configVersion: z.int(),
  syncedToConfig: z.boolean(),
  /** `pending`: the agent has not applied it yet. */
  deploymentStatus: z.enum(['pending', 'deployed']),
  lastDeployedAt: timeSchema.nullable(),
  createdAt: timeSchema.nullable(),
  updatedAt: timeSchema.nullable(),
  createdBy: z.string().nullable(),
  updatedBy: z.string().nullable(),
  childCount: z.int(),
  children: z.array(childSchema),
  health: z.object({ ...healthParts, updatedAt: timeSchema }).nullable(),
});

const sensorHealthSchema = z.object({
  ...healthParts,
  name: z.string(),
  protocol: z.string(),
  enabled: z.boolean(),
  pollInterval: z.number(),
  connection: anything,
  dataPoints: z.int(),
  lastUpdated: timeSchema.nullable(),
  synced: z.boolean(),
  lastSeen: agentTime,
  location: z.string().nullable(),
});

const writtenSchema = z.object({
  status: z.literal('ok'),
  message: z.string(),
  device: sensorSchema,
  version: z.int(),
});

const path = '/api/v1/agents/:uuid/devices';
/** A name, or a uuid. */
const sensorParams = agentParams.extend({ name: z.string().min(1).max(255) });

const common = { source: 'document', tag: 'sensors', rate: 'global', params: agentParams } as const;
const reading = { ...common, access: 'sensors:read', method: 'GET', failures: ['AGENT_NOT_FOUND'] } as const;
const writing = { ...common, access: 'sensors:write' } as const;

/** The same list under two names: clients of both generations are out there. */
const listed = <S extends z.ZodType>(entry: S) => ({ devices: z.array(entry), agents: z.array(entry) });

/** Sensors: `config.endpoints` of an agent's target state, one at a time (wire §1.7). Each write makes a version of it. */
export const sensorsApi = {
  listSensors: {
    ...reading,
    path,
    summary: 'Sensors of an agent',
    query: z.object({ protocol: z.string().max(50).optional() }),
    answers: { 200: json('The sensors', z.object({ ...listed(sensorSchema), count: z.int() })) },
  },
  createSensor: {
    ...writing,
    method: 'POST',
    path,
    summary: 'Add a sensor; with `validateOnly=true` it is only checked',
    query: z.object({ validateOnly: flagQuery, hold: flagQuery }),
    body: shallow(endpointSchema),
    answers: {
      200: json('It could be added', writtenSchema),
      201: json('Added', writtenSchema),
    },
    failures: ['AGENT_NOT_FOUND', 'SENSOR_NAME_TAKEN', 'TARGET_STATE_CHANGED'],
  },
  updateSensor: {
    ...writing,
    method: 'PUT',
    path: `${path}/:name`,
    summary: 'Change fields of a sensor; those that are not sent stay',
    params: sensorParams,
    query: z.object({ validateOnly: flagQuery, hold: flagQuery }),
    body: shallow(z.looseObject({})),
    answers: { 200: json('As it is now', writtenSchema) },
    failures: [
      'AGENT_NOT_FOUND',
      'SENSOR_NOT_FOUND',
      'SENSOR_INVALID',
      'SENSOR_NAME_TAKEN',
      'TARGET_STATE_CHANGED',
    ],
  },
  deleteSensor: {
    ...writing,
    method: 'DELETE',
    path: `${path}/:name`,
    summary: 'Remove a sensor; with `hard=true` what it has reported goes, too',
    params: sensorParams,
    query: z.object({ hard: flagQuery, hold: flagQuery }),
    answers: {
      200: json(
        'Removed',
        z.object({
          status: z.literal('ok'),
          mode: z.enum(['soft', 'hard']),
          message: z.string(),
          version: z.int(),
        }),
      ),
    },
    failures: ['AGENT_NOT_FOUND', 'SENSOR_NOT_FOUND', 'TARGET_STATE_CHANGED'],
  },
  sensorHealth: {
    ...reading,
    path: '/api/v1/agents/:uuid/device-health',
    summary: 'How the sensors of an agent are',
    query: z.object({ protocolType: z.string().max(50).optional() }),
    answers: {
      200: json(
        'All sensors, with what was last reported of each',
        z.object({
          deviceUuid: z.string(),
          summary: z.object({
            total: z.int(),
            enabled: z.int(),
            disabled: z.int(),
            byProtocol: z.record(z.string(), z.int()),
          }),
          ...listed(sensorHealthSchema),
        }),
      ),
    },
  },
  sensorHistory: {
    ...reading,
    path: '/api/v1/agents/:uuid/protocol-adapters/:protocol/:deviceName/history',
    summary: 'How one sensor was: every change, and every quarter of an hour',
    params: agentParams.extend({
      protocol: z.string().min(1).max(50),
      deviceName: z.string().min(1).max(255),
    }),
    query: z.object({ hours: z.coerce.number().min(0.1).max(720).default(24) }),
    answers: {
      200: json(
        'The newest first',
        z.object({
          agent_uuid: z.string(),
          protocol_type: z.string(),
          device_name: z.string(),
          hours: z.number(),
          count: z.int(),
          history: z.array(
            z.object({
              protocol_type: z.string(),
              device_name: z.string(),
              connected: z.boolean().nullable(),
              last_poll: z.string().nullable(),
              error_count: z.number().nullable(),
              last_error: z.string().nullable(),
              timestamp: timeSchema,
            }),
          ),
        }),
      ),
    },
  },
  reportedDevices: {
    ...reading,
    source: 'wire',
    path: '/api/v1/agents/:uuid/reported-devices',
    summary: 'Devices behind the sensors, as the agent tells them',
    answers: {
      200: json('The devices', z.object({ count: z.int(), devices: z.array(childSchema) })),
    },
  },
} as const satisfies Record<string, FleetEndpoint>;
