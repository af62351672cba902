export interface MqttUserRow {
  id: string;
  tenant_id: string;
  username: string;
  /** Argon2id for what people choose, hex SHA-256 for the 256 bits of an agent. */
  password_hash: string;
  /** Null: not an agent's. */
  agent_uuid: string | null;
  is_superuser: number;
  is_active: number;
  created_at: number;
  updated_at: number;
}

export interface MqttAclRow {
  id: string;
  tenant_id: string;
  user_id: string;
  /** A topic filter. */
  topic: string;
  /** Sum of 1 read, 2 write, 4 subscribe. */
  access: number;
  created_at: number;
}

export interface MqttTables {
  mqtt_users: MqttUserRow;
  mqtt_acls: MqttAclRow;
}
