import type { FastifyRequest } from 'fastify';
import { isCrossSite } from '#platform/http/cross-site.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import type { Endpoint } from '#shared/gateway-api/endpoint.ts';
import type { KeyHolder } from '../api-keys/api-keys.ts';
import type { Session } from '../session/session.ts';
import { type Credentials, keyHolderOf, sessionOf } from './credentials.ts';

export interface Access {
  session: Session | null;
  /** Of the key that was sent; the management API only. */
  key: KeyHolder | null;
  /** Why the call may not be made; null: it may. */
  refused: Failure | null;
}

/** Decides from the contract's row alone whether this request may call it (contract §1, §4). */
export function checkAccess(endpoint: Endpoint, request: FastifyRequest, credentials: Credentials): Access {
  return endpoint.access === 'none' || endpoint.access === 'session' || endpoint.access === 'administrator'
    ? checkSession(endpoint.access, request, credentials)
    : checkKeyOrSession(endpoint.access, request, credentials);
}

function checkSession(
  wanted: 'none' | 'session' | 'administrator',
  request: FastifyRequest,
  credentials: Credentials,
): Access {
  const session = sessionOf(request.headers, credentials);
  const answer = (refused: Failure | null): Access => ({ session, key: null, refused });
  if (wanted === 'none') return answer(null);
  if (session === null) return answer(failure('SESSION_MISSING'));
  if (wanted === 'administrator') return answer(refuseActing(session, request));
  return answer(null);
}

/** A key that is sent counts, good or bad; only without one the session does. */
function checkKeyOrSession(
  wanted: 'system:read' | 'system:write' | 'any-key',
  request: FastifyRequest,
  credentials: Credentials,
): Access {
  const key = keyHolderOf(request.headers, credentials);
  if (key === null) return { session: null, key, refused: failure('KEY_INVALID') };
  if (key !== undefined) {
    const refused = isEnough(key.permission, wanted) ? null : failure('KEY_TOO_WEAK', { needed: wanted });
    return { session: null, key, refused };
  }
  const session = sessionOf(request.headers, credentials);
  const answer = (refused: Failure | null): Access => ({ session, key: null, refused });
  if (session === null) return answer(failure('KEY_MISSING'));
  if (wanted === 'system:write') return answer(refuseActing(session, request));
  if (request.method !== 'GET' && isCrossSite(request.headers)) return answer(failure('CROSS_SITE_REFUSED'));
  return answer(null);
}

const isEnough = (
  held: KeyHolder['permission'],
  wanted: 'system:read' | 'system:write' | 'any-key',
): boolean => wanted === 'any-key' || held === 'write' || (held === 'read' && wanted === 'system:read');

function refuseActing(session: Session, request: FastifyRequest): Failure | null {
  // A page elsewhere must not act with the technician's cookie, whatever the browser thinks of SameSite.
  if (isCrossSite(request.headers)) return failure('CROSS_SITE_REFUSED');
  return session.administrator ? null : failure('ADMINISTRATOR_NEEDED');
}

/** What the caller may do in the management API, for `X-Key-Permission`; null when nobody is known or nothing is allowed. */
export function permissionOf({ session, key }: Access): 'read' | 'write' | null {
  if (key !== null) return key.permission === 'none' ? null : key.permission;
  if (session === null) return null;
  return session.administrator ? 'write' : 'read';
}
