export interface PresenceRow {
  agent_uuid: string;
  tenant_id: string;
  is_online: number;
  /** Written now and then only; who wants it to the second asks the presence in memory. */
  last_seen_at: number;
  /** When it last went online or offline. */
  changed_at: number;
  report_interval_ms: number;
}

export interface TagRow {
  agent_uuid: string;
  tag_key: string;
  tag_value: string;
  tenant_id: string;
}

export interface AgentListTables {
  agent_presence: PresenceRow;
  agent_tags: TagRow;
}
