import { z } from 'zod';
import { json } from '../contract/row.ts';
import { idParams, timeSchema } from './answers.ts';
import { emailSchema, passwordSchema, permissionSchema, usernameSchema } from './auth-api.ts';
import type { FleetEndpoint } from './endpoint.ts';
import { roleSchema } from './roles.ts';

export const userSchema = z.object({
  id: z.string(),
  username: z.string(),
  email: z.string(),
  fullName: z.string().nullable(),
  role: roleSchema,
  isActive: z.boolean(),
  createdAt: timeSchema,
  lastLoginAt: timeSchema.nullable(),
});

const common = { source: 'document', tag: 'users', rate: 'admin' } as const;

/** Accounts of the tenant (wire §1.2; contract §2 "users"). */
export const usersApi = {
  listUsers: {
    ...common,
    access: 'users:read',
    method: 'GET',
    path: '/api/v1/users',
    summary: 'All accounts',
    answers: { 200: json('The accounts', z.array(userSchema)) },
  },
  myPermissions: {
    ...common,
    source: 'wire',
    rate: 'global',
    access: 'signed-in',
    method: 'GET',
    path: '/api/v1/users/me/permissions',
    summary: 'What who asks may do',
    answers: {
      200: json(
        'Role and permissions',
        z.object({ role: roleSchema, permissions: z.array(permissionSchema) }),
      ),
    },
  },
  getUser: {
    ...common,
    source: 'wire',
    access: 'users:read',
    method: 'GET',
    path: '/api/v1/users/:id',
    summary: 'One account',
    params: idParams,
    answers: { 200: json('The account', userSchema) },
    failures: ['USER_NOT_FOUND'],
  },
  createUser: {
    ...common,
    source: 'wire',
    access: 'users:write',
    method: 'POST',
    path: '/api/v1/users',
    summary: 'Make an account; its password has to be changed at the first sign-in',
    body: z.object({
      username: usernameSchema,
      email: emailSchema,
      password: passwordSchema,
      role: roleSchema.default('viewer'),
      fullName: z.string().trim().min(1).max(200).optional(),
    }),
    answers: { 201: json('Made', userSchema) },
    failures: ['ACCOUNT_TAKEN', 'ROLE_ABOVE_OWN'],
  },
  updateUser: {
    ...common,
    access: 'users:write',
    method: 'PUT',
    path: '/api/v1/users/:id',
    summary: 'Change e-mail address, role, or whether the account may sign in',
    params: idParams,
    body: z.object({
      email: emailSchema.optional(),
      fullName: z.string().trim().min(1).max(200).nullish(),
      role: roleSchema.optional(),
      isActive: z.boolean().optional(),
    }),
    answers: { 200: json('As it is now', userSchema) },
    failures: ['USER_NOT_FOUND', 'ACCOUNT_TAKEN', 'ROLE_ABOVE_OWN', 'LAST_OWNER', 'OWN_ACCOUNT'],
  },
  deleteUser: {
    ...common,
    access: 'users:write',
    method: 'DELETE',
    path: '/api/v1/users/:id',
    summary: 'Remove an account; its sessions end at once',
    params: idParams,
    answers: { 204: { description: 'Removed', contentType: 'text/plain' } },
    failures: ['USER_NOT_FOUND', 'ROLE_ABOVE_OWN', 'LAST_OWNER', 'OWN_ACCOUNT'],
  },
} as const satisfies Record<string, FleetEndpoint>;
