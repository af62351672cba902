import type { FastifyRequest } from 'fastify';
import { isCrossSite } from '#platform/http/cross-site.ts';
import { readCookie } from '#platform/http/read-cookie.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { sessionCookie } from '#shared/gateway-api/answers.ts';
import type { Endpoint } from '#shared/gateway-api/endpoint.ts';
import type { Session, Sessions } from '../session/session.ts';

export interface Access {
  session: Session | null;
  /** Why the call may not be made; null: it may. */
  refused: Failure | null;
}

/** The session that a request's cookie stands for. Works on requests that no hook has seen, such as those of a broken URL. */
export const sessionOf = (request: FastifyRequest, sessions: Sessions): Session | null => {
  const token = readCookie(request.headers.cookie, sessionCookie);
  return token === null ? null : sessions.find(token);
};

/** Decides from the contract's row alone whether this request may call it (contract §1). */
export function checkAccess(endpoint: Endpoint, request: FastifyRequest, sessions: Sessions): Access {
  const session = sessionOf(request, sessions);
  if (endpoint.access === 'none') return { session, refused: null };
  if (session === null) return { session, refused: failure('SESSION_MISSING') };
  if (endpoint.access === 'administrator') {
    // A page elsewhere must not act with the technician's cookie, whatever the browser thinks of SameSite.
    if (isCrossSite(request.headers)) return { session, refused: failure('CROSS_SITE_REFUSED') };
    if (!session.administrator) return { session, refused: failure('ADMINISTRATOR_NEEDED') };
  }
  return { session, refused: null };
}
