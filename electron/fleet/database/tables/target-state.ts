import type { TargetChange } from '#shared/fleet-api/target-state/version.ts';

/** What a poll needs of an agent's newest version. */
export interface TargetStateRow {
  agent_uuid: string;
  tenant_id: string;
  version: number;
  is_held: number;
  etag: string;
  /** Of the answer to a poll. */
  body_bytes: number;
  apps_count: number;
}

export interface TargetVersionRow {
  agent_uuid: string;
  version: number;
  tenant_id: string;
  change: TargetChange;
  is_held: number;
  live_version: number | null;
  apps: string;
  config: string;
  apps_count: number;
  endpoints_count: number;
  last_deployed_at: number | null;
  deployed_by: string | null;
  updated_at: number;
  updated_by: string;
}

/** Since when an endpoint of a target state is there. */
export interface SensorRow {
  agent_uuid: string;
  uuid: string;
  tenant_id: string;
  created_at: number;
  created_by: string;
  updated_at: number;
  updated_by: string;
}

export interface TargetStateTables {
  target_states: TargetStateRow;
  target_versions: TargetVersionRow;
  sensors: SensorRow;
}
