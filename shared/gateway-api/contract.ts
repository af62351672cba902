import type { Endpoint } from './endpoint.ts';
import { extensionApi } from './extensions.ts';
import { managementApi } from './management-api.ts';
import { pointsApi } from './points-api.ts';
import { sessionApi } from './session-api.ts';
import { systemApi } from './system-api.ts';

/**
 * Every call of the gateway, by name; the dispatcher's methods are in `peers-api.ts`. Server, client, OpenAPI and tests are
 * derived from these two tables.
 */
export const gatewayApi = {
  ...sessionApi,
  ...systemApi,
  ...pointsApi,
  ...managementApi,
  ...extensionApi,
} as const satisfies Record<string, Endpoint>;

export type GatewayCall = keyof typeof gatewayApi;
