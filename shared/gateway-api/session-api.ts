import { z } from 'zod';
import { json, text } from '../contract/row.ts';
import { badRequest, errSchema } from './answers.ts';
import type { Endpoint } from './endpoint.ts';

/** Lowercase hex MD5 of the password, as existing clients send it (contract §1). It is the credential itself. */
const passwordDigestSchema = z.string().regex(/^[0-9a-f]{32}$/, 'lowercase hex MD5 of the password');

export const sessionSchema = z.object({
  sessionId: z.string(),
  username: z.string(),
  administrator: z.boolean(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});

export const sessionApi = {
  login: {
    method: 'POST',
    path: '/auth/rest',
    access: 'none',
    source: 'system-api',
    summary: 'Log in; the answer also sets the session cookie',
    body: z.object({ username: z.string().min(1).max(200), password: passwordDigestSchema }),
    answers: {
      200: {
        ...json('Logged in', z.object({ sessionId: z.string() })),
        headers: { 'Set-Cookie': 'WBLSUPSID=<sessionId>; HttpOnly; SameSite=Strict; Path=/' },
      },
      400: badRequest,
      401: json('Wrong name or password; the same answer and time for an unknown name', errSchema),
      429: { ...json('Locked after 5 failures', errSchema), headers: { 'Retry-After': 'seconds' } },
    },
  },
  logout: {
    method: 'POST',
    path: '/logout',
    access: 'session',
    source: 'system-api',
    summary: 'End the session at once',
    answers: { 200: json('Logged out', z.object({ err: z.null() })), 403: text('No session') },
  },
  session: {
    method: 'GET',
    path: '/session',
    access: 'session',
    source: 'system-api',
    summary: 'The current session; a cheap check whether the cookie is still good',
    answers: { 200: json('The session', sessionSchema), 401: json('No session', errSchema) },
  },
} as const satisfies Record<string, Endpoint>;
