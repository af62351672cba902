import { z } from 'zod';
import { json } from '../contract/row.ts';
import { done, idParams, timeSchema } from './answers.ts';
import type { FleetEndpoint } from './endpoint.ts';
import { permissions, roleSchema } from './roles.ts';

/** Sign-in, sessions, passwords, invites and API keys (wire §1.2; contract §2 "auth"). */

export const passwordSchema = z.string().min(8, 'at least 8 characters').max(500);
export const usernameSchema = z.string().trim().min(3, 'at least 3 characters').max(100);
export const emailSchema = z.email().max(200);

export const accountSchema = z.object({
  id: z.string(),
  username: z.string(),
  email: z.string(),
  role: roleSchema,
  fullName: z.string().nullable(),
});

const tokensSchema = z.object({ accessToken: z.string(), refreshToken: z.string(), expiresIn: z.int() });
const signedInSchema = z.object({
  message: z.string(),
  data: tokensSchema.extend({ mustChangePassword: z.boolean(), user: accountSchema }),
});

export const inviteSchema = z.object({
  id: z.string(),
  email: z.string(),
  role: roleSchema,
  createdAt: timeSchema,
  expiresAt: timeSchema,
  acceptedAt: timeSchema.nullable(),
});

const newInviteSchema = z.object({
  invite: inviteSchema,
  /** Shown once; null when it was mailed. */
  token: z.string().nullable(),
});

export const apiKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  role: roleSchema,
  key_prefix: z.string(),
  is_active: z.boolean(),
  created_at: timeSchema,
  expires_at: timeSchema.nullable(),
  last_used_at: timeSchema.nullable(),
});

const common = { source: 'document', tag: 'auth' } as const;
const open = { ...common, access: 'none', rate: 'auth' } as const;

export const authApi = {
  register: {
    ...open,
    method: 'POST',
    path: '/api/v1/auth/register',
    summary: 'Make an account: the first one, with an invite, or where the setting allows it',
    body: z.object({
      username: usernameSchema,
      email: emailSchema,
      password: passwordSchema,
      fullName: z.string().trim().min(1).max(200).optional(),
      invite: z.string().max(200).optional(),
    }),
    answers: { 201: json('Made, and signed in', signedInSchema) },
    failures: ['REGISTRATION_CLOSED', 'ACCOUNT_TAKEN', 'INVITE_INVALID'],
  },
  login: {
    ...open,
    method: 'POST',
    path: '/api/v1/auth/login',
    summary: 'Sign in with name or e-mail address and password',
    body: z.object({ username: z.string().min(1).max(200), password: z.string().min(1).max(500) }),
    answers: { 200: json('Signed in', signedInSchema) },
    failures: ['CREDENTIALS_REFUSED', 'LOGIN_LOCKED'],
  },
  refresh: {
    ...open,
    method: 'POST',
    path: '/api/v1/auth/refresh',
    summary: 'A new pair of tokens for a refresh token, which is used up by it',
    body: z.object({ refreshToken: z.string().min(1).max(500) }),
    answers: { 200: json('The new pair', z.object({ message: z.string(), data: tokensSchema })) },
    failures: ['REFRESH_REFUSED', 'REFRESH_REUSED'],
  },
  logout: {
    ...common,
    access: 'signed-in',
    rate: 'global',
    method: 'POST',
    path: '/api/v1/auth/logout',
    summary: 'End this session at once; `everywhere` ends all sessions of the account',
    body: z.object({ everywhere: z.boolean().default(false) }),
    answers: { 200: done('Ended') },
  },
  requestPasswordReset: {
    ...open,
    method: 'POST',
    path: '/api/v1/auth/password/reset',
    summary: 'Mail a one-time link for a new password; the answer is the same for unknown addresses',
    body: z.object({ email: z.string().min(1).max(200) }),
    answers: { 202: done('If there is such an account, the link is on its way') },
  },
  resetPassword: {
    ...open,
    source: 'wire',
    method: 'POST',
    path: '/api/v1/auth/reset-password',
    summary: 'Use such a link: set the new password and end all sessions of the account',
    body: z.object({ token: z.string().min(1).max(200), password: passwordSchema }),
    answers: { 200: done('The password is set') },
    failures: ['RESET_INVALID'],
  },
  me: {
    ...common,
    source: 'wire',
    access: 'signed-in',
    rate: 'global',
    method: 'GET',
    path: '/api/v1/auth/me',
    summary: 'Who is signed in',
    answers: {
      200: json(
        'The account; with an API key, the key as if it were one',
        z.object({ user: accountSchema, permissions: z.array(z.string()) }),
      ),
    },
  },
  changePassword: {
    ...common,
    source: 'wire',
    access: 'signed-in',
    rate: 'auth',
    method: 'POST',
    path: '/api/v1/auth/change-password',
    summary: 'Change the own password; ends the other sessions of the account',
    body: z.object({ currentPassword: z.string().min(1).max(500), newPassword: passwordSchema }),
    answers: { 200: done('Changed') },
    failures: ['CREDENTIALS_REFUSED', 'NOT_FOR_API_KEYS', 'LOGIN_LOCKED'],
  },
  createInvite: {
    ...common,
    source: 'wire',
    access: 'users:write',
    rate: 'admin',
    method: 'POST',
    path: '/api/v1/auth/invites',
    summary: 'Invite somebody by mail; without a mail server the token is handed over by hand',
    body: z.object({
      email: emailSchema,
      role: roleSchema.default('viewer'),
      expiresInDays: z.int().min(1).max(90).default(7),
    }),
    answers: { 201: json('Invited', newInviteSchema) },
    failures: ['ROLE_ABOVE_OWN', 'ACCOUNT_TAKEN'],
  },
  listInvites: {
    ...common,
    source: 'wire',
    access: 'users:read',
    rate: 'admin',
    method: 'GET',
    path: '/api/v1/auth/invites',
    summary: 'Invites that were not withdrawn',
    answers: { 200: json('The invites', z.object({ invites: z.array(inviteSchema) })) },
  },
  resendInvite: {
    ...common,
    source: 'wire',
    access: 'users:write',
    rate: 'admin',
    method: 'POST',
    path: '/api/v1/auth/invites/:id/resend',
    summary: 'A new token for the same invite; the old one ends',
    params: idParams,
    answers: { 200: json('Sent again', newInviteSchema) },
    failures: ['INVITE_NOT_FOUND'],
  },
  deleteInvite: {
    ...common,
    source: 'wire',
    access: 'users:write',
    rate: 'admin',
    method: 'DELETE',
    path: '/api/v1/auth/invites/:id',
    summary: 'Withdraw an invite',
    params: idParams,
    answers: { 200: done('Withdrawn') },
    failures: ['INVITE_NOT_FOUND'],
  },
  createApiKey: {
    ...common,
    access: 'api-keys:write',
    rate: 'admin',
    method: 'POST',
    path: '/api/v1/auth/api-keys',
    summary: 'A key for programs, with the rights of a role; it is shown once',
    idempotent: true,
    body: z.object({
      name: z.string().trim().min(1).max(100),
      description: z.string().max(500).optional(),
      role: roleSchema.default('viewer'),
      expires_at: timeSchema.nullish(),
    }),
    answers: {
      201: json(
        'Made',
        z.object({
          success: z.literal(true),
          message: z.string(),
          key: apiKeySchema.extend({ key: z.string() }),
        }),
      ),
    },
    failures: ['ROLE_ABOVE_OWN'],
  },
  listApiKeys: {
    ...common,
    source: 'wire',
    access: 'api-keys:read',
    rate: 'admin',
    method: 'GET',
    path: '/api/v1/auth/api-keys',
    summary: 'The keys, without their secret',
    answers: {
      200: json('The keys', z.object({ success: z.literal(true), keys: z.array(apiKeySchema) })),
    },
  },
  deleteApiKey: {
    ...common,
    source: 'wire',
    access: 'api-keys:write',
    rate: 'admin',
    method: 'DELETE',
    path: '/api/v1/auth/api-keys/:id',
    summary: 'Revoke a key at once',
    params: idParams,
    answers: { 200: json('Revoked', z.object({ success: z.literal(true), message: z.string() })) },
    failures: ['API_KEY_NOT_FOUND', 'ROLE_ABOVE_OWN'],
  },
} as const satisfies Record<string, FleetEndpoint>;

/** Names of the permission table, for the answer of `/users/me/permissions`. */
export const permissionSchema = z.enum(Object.keys(permissions) as [keyof typeof permissions]);
