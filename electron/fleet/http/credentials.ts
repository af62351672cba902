import type { IncomingHttpHeaders } from 'node:http';

/** The token of `Authorization: Bearer`; null without one. */
export const bearerOf = ({ authorization }: IncomingHttpHeaders): string | null =>
  /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? null;

/** An API key, in its own header or as a bearer token that is no JWT. */
export function apiKeyOf(headers: IncomingHttpHeaders): string | null {
  const own = headers['x-api-key'];
  if (typeof own === 'string' && own !== '') return own;
  const bearer = bearerOf(headers);
  return bearer === null || isJwt(bearer) ? null : bearer;
}

/** A device key, in its own header or as a bearer token (wire §1.0). */
export function deviceKeyOf(headers: IncomingHttpHeaders): string | null {
  const own = headers['x-device-api-key'];
  if (typeof own === 'string' && own !== '') return own;
  const bearer = bearerOf(headers);
  return bearer === null || isJwt(bearer) ? null : bearer;
}

export const isJwt = (token: string): boolean => token.split('.').length === 3;
