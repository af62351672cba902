export interface AgentRow {
  uuid: string;
  tenant_id: string;
  name: string;
  device_type: string | null;
  /** Hex SHA-256 of the device key; null until it is known. */
  device_key_hash: string | null;
  device_key_created_at: number | null;
  /** The key before, good until then, so that a lost answer locks no agent out. */
  previous_key_hash: string | null;
  previous_key_expires_at: number | null;
  /** PEM (SPKI) of the key whose possession is proved; null with the one-call registration. */
  public_key: string | null;
  /** What was given to be signed; null once it was. */
  challenge: string | null;
  challenge_expires_at: number | null;
  /** 1 once the key was proved, or where none is due. */
  is_proved: number;
  is_active: number;
  fleet_uuid: string | null;
  provisioning_key_id: string | null;
  location: string | null;
  ip_address: string | null;
  mac_address: string | null;
  os_version: string | null;
  architecture: string | null;
  agent_version: string | null;
  created_at: number;
  updated_at: number;
  deleted_at: number | null;
}

export interface AgentTables {
  agents: AgentRow;
}
