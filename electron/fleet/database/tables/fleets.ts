export interface FleetRow {
  uuid: string;
  tenant_id: string;
  name: string;
  fleet_type: string;
  status: string;
  environment: string | null;
  location: string | null;
  description: string | null;
  /** Key to value, as JSON. */
  tags: string;
  billing_enabled: number;
  budget_limit: number | null;
  created_at: number;
  updated_at: number;
  deleted_at: number | null;
}

export interface FleetListTables {
  fleets: FleetRow;
}
