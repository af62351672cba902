import type { z } from 'zod';
import type { accountSchema, apiKeySchema, inviteSchema } from '#shared/fleet-api/auth-api.ts';
import type { userSchema } from '#shared/fleet-api/users-api.ts';
import type { ApiKeyRow, InviteRow, UserRow } from '../database/tables/accounts.ts';

/** Rows as the API shows them. */

export const iso = (at: number): string => new Date(at).toISOString();
export const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));

export const showAccount = ({
  id,
  username,
  email,
  role,
  full_name,
}: UserRow): z.input<typeof accountSchema> => ({
  ...{ id, username, email, role, fullName: full_name },
});

export const showUser = (row: UserRow): z.input<typeof userSchema> => ({
  ...showAccount(row),
  isActive: row.is_active === 1,
  createdAt: iso(row.created_at),
  lastLoginAt: isoOrNull(row.last_login_at),
});

export const showApiKey = (row: ApiKeyRow, now: number): z.input<typeof apiKeySchema> => ({
  id: row.id,
  name: row.name,
  description: row.description,
  role: row.role,
  key_prefix: row.key_prefix,
  is_active: row.revoked_at === null && (row.expires_at === null || row.expires_at > now),
  created_at: iso(row.created_at),
  expires_at: isoOrNull(row.expires_at),
  last_used_at: isoOrNull(row.last_used_at),
});

export const showInvite = (row: InviteRow): z.input<typeof inviteSchema> => ({
  id: row.id,
  email: row.email,
  role: row.role,
  createdAt: iso(row.created_at),
  expiresAt: iso(row.expires_at),
  acceptedAt: isoOrNull(row.accepted_at),
});
