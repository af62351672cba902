import type { Activity } from '#shared/gateway-api/management-api.ts';

/** One thing that somebody did, as it goes into the activity log (contract §4). */
export interface ActivityEntry {
  type: Activity['type'];
  /** Past tense: `created`, `deleted`, `refused` … */
  action: string;
  target: string;
  user: string;
  /** Where the request came from; null for what the gateway did by itself. */
  address: string | null;
  details?: Activity['details'];
}

/** Writes one entry before the caller goes on; throws when the disk is full. */
export type RecordActivity = (entry: ActivityEntry) => void;
