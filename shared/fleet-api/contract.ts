import { agentsApi, tagsApi } from './agents-api.ts';
import { auditApi } from './audit-api.ts';
import { authApi } from './auth-api.ts';
import { deviceApi } from './device-api.ts';
import type { FleetEndpoint } from './endpoint.ts';
import { fleetsApi } from './fleets-api.ts';
import { groupsApi } from './groups-api.ts';
import { jobTemplatesApi } from './jobs/job-templates-api.ts';
import { jobsApi } from './jobs/jobs-api.ts';
import { logsApi } from './logs-api.ts';
import { mqttApi } from './mqtt-api.ts';
import { mqttCallbacksApi } from './mqtt-callbacks-api.ts';
import { provisioningApi } from './provisioning-api.ts';
import { reportsApi } from './reports-api.ts';
import { sensorsApi } from './sensors-api.ts';
import { serviceApi } from './service-api.ts';
import { targetStateApi } from './target-state-api.ts';
import { usersApi } from './users-api.ts';

/** Every call of the fleet backend, by name. Server, client, OpenAPI and tests are derived from it. */
export const fleetApi = {
  ...serviceApi,
  ...authApi,
  ...usersApi,
  ...provisioningApi,
  ...agentsApi,
  ...tagsApi,
  ...fleetsApi,
  ...groupsApi,
  ...jobsApi,
  ...jobTemplatesApi,
  ...mqttApi,
  ...mqttCallbacksApi,
  ...auditApi,
  ...targetStateApi,
  ...deviceApi,
  ...reportsApi,
  ...logsApi,
  ...sensorsApi,
} as const satisfies Record<string, FleetEndpoint>;

export type FleetCallName = keyof typeof fleetApi;
