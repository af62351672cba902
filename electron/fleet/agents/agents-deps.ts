import type { Audit } from '../audit/audit.ts';
import type { FleetStore, FleetTransaction } from '../database/tables.ts';
import type { AgentFacts } from './agent-facts.ts';
import type { Presence } from './presence.ts';

/** What an agent may do and has open elsewhere. Both are called in the transaction and take effect after its commit. */
export interface AgentAccess {
  /** It was let in or shut out. */
  changed(trx: FleetTransaction, uuid: string): Promise<void>;
  /** It is removed. */
  ended(trx: FleetTransaction, uuid: string): Promise<void>;
}

/** What the calls of agents, fleets and groups work with. */
export interface AgentsDeps {
  store: FleetStore;
  audit: Audit;
  presence: Presence;
  facts: AgentFacts;
  access: AgentAccess;
  /** How many agents the licence allows the tenant. */
  deviceLimit(tenantId: string): number;
  now(): number;
}
