import type { Row } from '../contract/row.ts';
import type { ErrorCode } from '../errors/error-table.ts';
import type { Permission } from './roles.ts';

/**
 * Who may call (contract fleet.md §1). `none`: anybody; `device`: the agent whose uuid is in the path, by its key;
 * `any-device`: an agent that says in its body who it is; `signed-in`: any person or API key; else who has the permission.
 */
export type FleetAccess = 'none' | 'device' | 'any-device' | 'signed-in' | Permission;

/** Which of the document's rate limits counts a call. */
export type RateScope = 'global' | 'auth' | 'device' | 'admin';

/** Where a row comes from: the public document, the public system's own paths, or us. */
export type FleetSource = 'document' | 'wire' | 'extension';

/** One row of the fleet contract. */
export interface FleetEndpoint extends Row {
  access: FleetAccess;
  rate: RateScope;
  source: FleetSource;
  tag: string;
  /** Other places of the same call: paths of the public system that differ from the document's. */
  aliases?: readonly { method?: Row['method']; path: string }[];
  /** With `Idempotency-Key` the first answer is kept for 24 h. */
  idempotent?: true;
  /** The body is not read before the handler; NDJSON for instance. */
  stream?: true;
  /** Expected failures beside those that access, reading and rate bring with them. */
  failures?: readonly ErrorCode[];
}
