import type { Endpoint } from './endpoint.ts';
import { extensionApi } from './extensions.ts';
import { sessionApi } from './session-api.ts';
import { systemApi } from './system-api.ts';

/** Every call of the gateway, by name. Server, client, OpenAPI and tests are derived from this one table. */
export const gatewayApi = { ...sessionApi, ...systemApi, ...extensionApi } as const satisfies Record<
  string,
  Endpoint
>;

export type GatewayCall = keyof typeof gatewayApi;
