import type { Kysely } from 'kysely';
import type { Audit } from '../audit/audit.ts';
import type { JobExecutionRow, JobRow } from '../database/tables/jobs.ts';
import type { FleetStore, FleetTables } from '../database/tables.ts';

/** Who a job is for. */
export interface JobTarget {
  type: JobRow['target_type'];
  devices: readonly string[];
  filter: Record<string, unknown> | null;
}

/** Tells agents at once that there is something for them; those that are not connected ask by themselves. */
export interface JobDelivery {
  notify(agent: { tenantId: string; uuid: string }, next: { job: JobRow; execution: JobExecutionRow }): void;
}

export interface JobsDeps {
  store: FleetStore;
  audit: Audit;
  delivery: JobDelivery;
  /** Uuids of the tenant's agents that a target means today; null where the filter cannot be read. */
  agentsOf(read: Kysely<FleetTables>, tenantId: string, target: JobTarget): Promise<string[] | null>;
  now(): number;
}
