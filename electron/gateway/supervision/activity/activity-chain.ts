import { createHash } from 'node:crypto';
import type { Activity } from '#shared/gateway-api/management-api.ts';

/** One row of the activity log as it is stored. */
export interface ActivityRow {
  /** From 1, without gaps. */
  number: number;
  /** UTC epoch milliseconds. */
  at: number;
  type: Activity['type'];
  action: string;
  target: string;
  user: string;
  /** JSON, byte for byte as it was hashed. */
  details: string;
  /** Hash of the row before, lowercase hex. */
  previous: string;
  hash: string;
}

/** SHA-256 over all that a row says and over the hash of the one before; an array, so that no field can run into the next. */
export const hashOf = (row: Omit<ActivityRow, 'hash'>): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        row.previous,
        row.number,
        row.at,
        row.type,
        row.action,
        row.target,
        row.user,
        row.details,
      ]),
    )
    .digest('hex');
