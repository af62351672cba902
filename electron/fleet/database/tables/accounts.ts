import type { Role } from '#shared/fleet-api/roles.ts';

export interface TenantRow {
  /** 12 hex characters (wire §2.1). */
  id: string;
  name: string;
  created_at: number;
}

export interface UserRow {
  id: string;
  tenant_id: string;
  username: string;
  /** Lower case, unique: names that differ in case alone would be taken for one another. */
  username_key: string;
  email: string;
  email_key: string;
  full_name: string | null;
  role: Role;
  password_hash: string;
  is_active: number;
  must_change_password: number;
  created_at: number;
  last_login_at: number | null;
}

/** From a sign-in to its end; every refresh token of it is of one family. */
export interface SessionRow {
  id: string;
  tenant_id: string;
  user_id: string;
  address: string;
  created_at: number;
  expires_at: number;
  ended_at: number | null;
}

export interface RefreshTokenRow {
  token_hash: string;
  session_id: string;
  created_at: number;
  expires_at: number;
  used_at: number | null;
}

export interface ApiKeyRow {
  id: string;
  tenant_id: string;
  created_by: string;
  name: string;
  description: string | null;
  role: Role;
  key_hash: string;
  key_prefix: string;
  created_at: number;
  expires_at: number | null;
  last_used_at: number | null;
  revoked_at: number | null;
}

export interface InviteRow {
  id: string;
  tenant_id: string;
  email: string;
  role: Role;
  token_hash: string;
  invited_by: string;
  created_at: number;
  expires_at: number;
  accepted_at: number | null;
}

export interface PasswordResetRow {
  token_hash: string;
  user_id: string;
  created_at: number;
  expires_at: number;
  used_at: number | null;
}

export interface LoginLockRow {
  lock_key: string;
  entry: string;
}

export interface IdempotencyRow {
  scope: string;
  key_hash: string;
  request_hash: string;
  answer: string;
  created_at: number;
}

export interface AccountTables {
  tenants: TenantRow;
  users: UserRow;
  sessions: SessionRow;
  refresh_tokens: RefreshTokenRow;
  api_keys: ApiKeyRow;
  invites: InviteRow;
  password_resets: PasswordResetRow;
  login_locks: LoginLockRow;
  idempotency_keys: IdempotencyRow;
}
