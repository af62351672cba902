import { z } from 'zod';
import { json } from '../contract/row.ts';
import { agentParams, flagQuery } from './agent-path.ts';
import { pageQuery, timeSchema } from './answers.ts';
import type { FleetEndpoint } from './endpoint.ts';
import { targetStateSchema } from './target-state/document.ts';
import { differenceSchema, targetChangeSchema } from './target-state/version.ts';

const documentParts = {
  apps: z.record(z.string(), z.unknown()),
  config: z.record(z.string(), z.unknown()),
};

/** Who made a version and what became of it. */
const versionParts = {
  version: z.int(),
  change: targetChangeSchema,
  /** Held back: the agent does not get it before it is deployed. */
  needs_deployment: z.boolean(),
  /** The version that the agent gets, or got last. */
  live_version: z.int().nullable(),
  last_deployed_at: timeSchema.nullable(),
  deployed_by: z.string().nullable(),
  updated_at: timeSchema,
  updated_by: z.string(),
};

const versionSchema = z.object({ uuid: z.string(), ...documentParts, ...versionParts });

/** Nothing but the empty document is known of one that was never set. */
const targetSchema = z.object({
  uuid: z.string(),
  ...documentParts,
  ...versionParts,
  version: z.int().nullable(),
  change: targetChangeSchema.nullable(),
  updated_at: timeSchema.nullable(),
  updated_by: z.string().nullable(),
});

const summarySchema = z.object({ ...versionParts, apps_count: z.int(), endpoints_count: z.int() });

const writtenSchema = z.object({
  status: z.literal('ok'),
  message: z.string(),
  uuid: z.string(),
  version: z.int(),
  needs_deployment: z.boolean(),
  ...documentParts,
});

const tagged = { ETag: 'The tag of this version, for `If-Match`' } as const;

const written = { ...json('The new version', writtenSchema), headers: tagged } as const;

const common = { source: 'document', tag: 'target state', rate: 'global', params: agentParams } as const;
const writing = { ...common, access: 'target-state:write', answers: { 200: written } } as const;
const reading = { ...common, access: 'target-state:read', method: 'GET' } as const;

const path = '/api/v1/agents/:uuid/target-state';
const deployPath = '/api/v1/agents/:uuid/deploy';

/** `?hold=true`: the agent does not get it before it is deployed. */
const query = z.object({ hold: flagQuery });

const versionParams = agentParams.extend({ version: z.coerce.number().int().min(1) });

/** A version by its number, or what the agent has reported of itself. */
const sideSchema = z.union([z.literal('reported'), z.coerce.number().int().min(1)]);

/** The wished-for state of an agent (contract §2 "target state", wire §1.5). Writes honour `If-Match`. */
export const targetStateApi = {
  getTargetState: {
    ...reading,
    path,
    summary: 'The target state as it stands now, held back or not',
    answers: {
      200: { ...json('The target state; empty when it was never set', targetSchema), headers: tagged },
    },
    failures: ['AGENT_NOT_FOUND'],
  },
  createTargetState: {
    ...writing,
    method: 'POST',
    path,
    summary: 'Make the first target state',
    query,
    body: targetStateSchema,
    failures: ['AGENT_NOT_FOUND', 'TARGET_STATE_EXISTS', 'TARGET_STATE_CHANGED', 'TARGET_STATE_SELF_UPDATE'],
  },
  replaceTargetState: {
    ...writing,
    method: 'PUT',
    path,
    summary: 'Replace the target state',
    query,
    body: targetStateSchema,
    failures: ['AGENT_NOT_FOUND', 'TARGET_STATE_CHANGED', 'TARGET_STATE_SELF_UPDATE'],
  },
  clearTargetState: {
    ...common,
    access: 'target-state:write',
    method: 'DELETE',
    path,
    summary: 'Clear the target state; its history stays',
    answers: {
      200: json('Cleared', z.object({ status: z.literal('ok'), message: z.string(), version: z.int() })),
    },
    failures: ['AGENT_NOT_FOUND', 'TARGET_STATE_MISSING', 'TARGET_STATE_CHANGED'],
  },
  deployTargetState: {
    ...common,
    source: 'wire',
    access: 'target-state:deploy',
    method: 'POST',
    path: deployPath,
    summary: 'Let the agent have what is held back',
    body: z.object({ deployedBy: z.string().trim().min(1).max(200).optional() }),
    answers: {
      200: json(
        'Live; also when it was before',
        z.object({
          status: z.literal('ok'),
          message: z.string(),
          deviceUuid: z.string(),
          version: z.int(),
          deployedBy: z.string().nullable(),
          deployedAt: timeSchema.nullable(),
          appsCount: z.int(),
        }),
      ),
    },
    failures: ['AGENT_NOT_FOUND', 'TARGET_STATE_MISSING'],
  },
  cancelDeployment: {
    ...common,
    source: 'wire',
    access: 'target-state:deploy',
    method: 'POST',
    path: `${deployPath}/cancel`,
    summary: 'Drop what is held back; the target state is again what the agent has',
    answers: { 200: written },
    failures: ['AGENT_NOT_FOUND', 'TARGET_STATE_MISSING', 'TARGET_STATE_NOT_HELD'],
  },
  targetStateHistory: {
    ...reading,
    source: 'extension',
    path: `${path}/history`,
    summary: 'All versions that are kept, the newest first',
    query: z.object(pageQuery),
    answers: {
      200: json(
        'The versions of this page',
        z.object({ count: z.int(), versions: z.array(summarySchema), nextCursor: z.string().nullable() }),
      ),
    },
    failures: ['AGENT_NOT_FOUND', 'CURSOR_INVALID'],
  },
  targetStateVersion: {
    ...reading,
    source: 'extension',
    path: `${path}/history/:version`,
    summary: 'One version with its document',
    params: versionParams,
    answers: { 200: json('The version', versionSchema) },
    failures: ['AGENT_NOT_FOUND', 'TARGET_VERSION_NOT_FOUND'],
  },
  restoreTargetState: {
    ...writing,
    source: 'extension',
    method: 'POST',
    path: `${path}/history/:version/restore`,
    summary: 'Make an old version the newest one',
    params: versionParams,
    query,
    failures: [
      'AGENT_NOT_FOUND',
      'TARGET_VERSION_NOT_FOUND',
      'TARGET_STATE_CHANGED',
      'TARGET_STATE_SELF_UPDATE',
    ],
  },
  targetStateDifference: {
    ...reading,
    source: 'extension',
    path: `${path}/diff`,
    summary: 'What differs between two versions, or between one and what the agent reports',
    query: z.object({
      /** Absent: the version that is live. */
      from: sideSchema.optional(),
      /** Absent: the newest version. */
      to: sideSchema.optional(),
    }),
    answers: {
      200: json(
        'The differences',
        z.object({
          from: z.union([z.literal('reported'), z.int()]).nullable(),
          to: z.union([z.literal('reported'), z.int()]).nullable(),
          differences: z.array(differenceSchema),
        }),
      ),
    },
    failures: ['AGENT_NOT_FOUND', 'TARGET_VERSION_NOT_FOUND', 'STATE_NOT_REPORTED'],
  },
} as const satisfies Record<string, FleetEndpoint>;
