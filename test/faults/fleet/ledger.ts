/** What the fleet backend has acknowledged, and what it may have done without saying so. */
export interface Ledger {
  /** Ids of API keys, with their secret; a revoked one is in `revoked`. */
  apiKeys: Map<string, string>;
  revoked: Map<string, string>;
  users: Set<string>;
  /** Device keys by uuid. */
  agents: Map<string, string>;
  /** Requests without an answer that are sent again after the next start. */
  open: { idempotencyKey: string; provisioningKey: string; name: string }[];
  provisioningKeys: string[];
  acknowledged: number;
}

export const newLedger = (): Ledger => ({
  apiKeys: new Map(),
  revoked: new Map(),
  users: new Set(),
  agents: new Map(),
  open: [],
  provisioningKeys: [],
  acknowledged: 0,
});
