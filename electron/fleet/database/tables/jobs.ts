import type { JobStatus } from '#shared/fleet-api/jobs/job-status.ts';

export interface JobRow {
  job_id: string;
  tenant_id: string;
  template_id: string | null;
  job_name: string;
  job_document: string;
  target_type: 'device' | 'group' | 'all';
  /** JSON array of uuids, as they were asked for. */
  target_devices: string;
  target_filter: string | null;
  execution_type: 'oneTime' | 'recurring' | 'continuous';
  schedule: string | null;
  max_executions: number | null;
  timeout_minutes: number;
  /** Taken together from its executions. */
  status: JobStatus;
  /** How many times it was given out. */
  runs: number;
  /** When it is given out again; null: not any more. */
  next_run_at: number | null;
  queued_at: number;
  started_at: number | null;
  completed_at: number | null;
  created_by: string | null;
  created_at: number;
  updated_at: number;
}

/** One run of a job on one agent. */
export interface JobExecutionRow {
  job_id: string;
  agent_uuid: string;
  execution_number: number;
  tenant_id: string;
  /** Counts its changes. */
  version_number: number;
  status: JobStatus;
  queued_at: number;
  started_at: number | null;
  /** When it has to have ended; null while it waits. */
  deadline_at: number | null;
  last_updated_at: number;
  completed_at: number | null;
  exit_code: number | null;
  stdout: string | null;
  stderr: string | null;
  reason: string | null;
  executed_steps: number | null;
  failed_step: string | null;
  status_details: string | null;
}

/** A template or a handler. */
export interface JobPieceRow {
  id: string;
  tenant_id: string;
  kind: 'template' | 'handler';
  name: string;
  description: string | null;
  category: string | null;
  /** A job document as JSON, or the text of a script. */
  content: string | null;
  created_at: number;
  updated_at: number;
}

export interface JobTables {
  jobs: JobRow;
  job_executions: JobExecutionRow;
  job_pieces: JobPieceRow;
}
