import { z } from 'zod';
import type { GatewayCall } from '#shared/gateway-api/contract.ts';
import type { Call } from './call.ts';

/**
 * What the screens may ask a gateway for directly: rows of the gateway's own contract that carry JSON or a text, by name. The host parses
 * parameters, query and body by the row, sends it the way that the box offers (session or API key), and answers the row's
 * 200, parsed; a text as it is, up to the limit of every answer (16 MiB). Files, streams and what restarts a gateway are maintenance jobs instead.
 */
export const screenCalls = [
  'activity',
  'apiKeyCreate',
  'apiKeyRevoke',
  'apiKeys',
  'driverLogFile',
  'identify',
  'licenseStatus',
  'licenseValidate',
  'loggersData',
  'logs',
  'logsFlush',
  'processKill',
  'resources',
  'resourcesHistory',
  'settings',
  'settingsUpdate',
  'snapshotCreate',
  'snapshotDelete',
  'snapshots',
  'updates',
  'updatesCheck',
  'updatesDownload',
] as const satisfies readonly GatewayCall[];
export type ScreenCall = (typeof screenCalls)[number];

/** Values of a query as the contract wants them: texts. */
const textsSchema = z.record(z.string().max(100), z.union([z.string(), z.array(z.string())]));

export const gatewayCalls = {
  'gateway.call': {
    input: z.object({
      gatewayId: z.uuid(),
      call: z.enum(screenCalls),
      params: z.record(z.string().max(100), z.string()).optional(),
      query: textsSchema.optional(),
      body: z.json().optional(),
    }),
    output: z.json(),
  },
  /** A method of the dispatcher (`shared/gateway-api/peers-api.ts`), its arguments by name; passwords as their MD5 digest. */
  'gateway.peers': {
    input: z.object({
      gatewayId: z.uuid(),
      module: z.string().max(50),
      method: z.string().max(100),
      args: z.record(z.string().max(100), z.json()),
    }),
    output: z.json(),
  },
  /** What a snapshot on the gateway, or a file, is and would change (`inspectionSchema`). */
  'gateway.inspect': {
    input: z.object({
      gatewayId: z.uuid(),
      snapshot: z.string().max(255).optional(),
      fileToken: z.string().optional(),
    }),
    output: z.json(),
  },
} as const satisfies Record<string, Call>;
