export interface ProvisioningKeyRow {
  id: string;
  tenant_id: string;
  key_hash: string;
  description: string | null;
  fleet_uuid: string | null;
  max_agents: number;
  agents_provisioned: number;
  expires_at: number;
  created_by: string;
  created_at: number;
  last_used_at: number | null;
  revoked_at: number | null;
}

export interface KeyRotationRow {
  id: string;
  agent_uuid: string;
  rotated_at: number;
  reason: string | null;
}

export interface ProvisioningTables {
  provisioning_keys: ProvisioningKeyRow;
  device_key_rotations: KeyRotationRow;
}
