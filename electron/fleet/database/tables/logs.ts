import type { LogLevel } from '#shared/fleet-api/log-line.ts';

export interface AgentLogRow {
  id: string;
  agent_uuid: string;
  tenant_id: string;
  service: string | null;
  message: string;
  level: LogLevel;
  is_system: number;
  is_stderr: number;
  timestamp: number;
  created_at: number;
  meta: string;
}

export interface LogServiceRow {
  agent_uuid: string;
  service: string;
  last_at: number;
}

export interface LogBatchRow {
  agent_uuid: string;
  batch_id: string;
  received_at: number;
}

export interface LogTables {
  agent_logs: AgentLogRow;
  log_services: LogServiceRow;
  log_batches: LogBatchRow;
}
