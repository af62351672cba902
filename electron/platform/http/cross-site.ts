import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a page of another site sent this request: browsers say so in `Sec-Fetch-Site`, older ones in `Origin`.
 * Clients that are no browsers send neither. `none` is an address that a person typed.
 */
export function isCrossSite(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const origin = headers.origin;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== headers.host;
}
