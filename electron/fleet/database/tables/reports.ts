export interface CurrentStateRow {
  agent_uuid: string;
  tenant_id: string;
  /** All that is known, merged of its reports. */
  report: string;
  apps_count: number;
  /** Fields of the newest report that could not be used. */
  dropped: number;
  reported_at: number;
  /** When figures were last stored to be kept for long. */
  thinned_at: number | null;
}

/** A state that was replaced by another one; without figures, which always change. */
export interface PastStateRow {
  agent_uuid: string;
  id: string;
  tenant_id: string;
  report: string;
  reported_at: number;
}

export interface AgentMetricsRow {
  agent_uuid: string;
  recorded_at: number;
  tenant_id: string;
  /** 1: one of those that are kept when the others are thinned out. */
  is_kept: number;
  cpu_usage: number | null;
  cpu_temp: number | null;
  memory_usage: number | null;
  memory_total: number | null;
  storage_usage: number | null;
  storage_total: number | null;
}

export interface SensorHealthRow {
  agent_uuid: string;
  sensor: string;
  at: number;
  tenant_id: string;
  protocol: string | null;
  is_connected: number | null;
  /** As the agent wrote it. */
  last_poll: string | null;
  error_count: number | null;
  last_error: string | null;
}

export interface ReportTables {
  current_states: CurrentStateRow;
  past_states: PastStateRow;
  agent_metrics: AgentMetricsRow;
  sensor_health: SensorHealthRow;
}
