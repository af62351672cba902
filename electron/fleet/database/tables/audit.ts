export interface AuditEventRow {
  /** The place in the chain, from 1, without a gap. */
  seq: number;
  event_id: string;
  tenant_id: string;
  event_type: string;
  at: number;
  target_type: string;
  target_id: string | null;
  actor_type: string;
  actor_id: string | null;
  actor_name: string | null;
  address: string | null;
  severity: string;
  correlation_id: string | null;
  data: string;
  /** Hex SHA-256 over the event before and everything above. */
  hash: string;
}

export interface AuditTables {
  audit_events: AuditEventRow;
}
