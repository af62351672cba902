export interface GroupRow {
  id: string;
  tenant_id: string;
  name: string;
  description: string | null;
  /** An `AgentFilter` as JSON. */
  filter: string;
  created_by: string;
  created_at: number;
  updated_at: number;
}

export interface GroupTables {
  agent_groups: GroupRow;
}
