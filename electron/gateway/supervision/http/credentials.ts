import type { IncomingHttpHeaders } from 'node:http';
import { readCookie } from '#platform/http/read-cookie.ts';
import { sessionCookie } from '#shared/gateway-api/answers.ts';
import type { ApiKeys, KeyHolder } from '../api-keys/api-keys.ts';
import type { Session, Sessions } from '../session/session.ts';

/** Who a request says it comes from. */
export interface Credentials {
  sessions: Pick<Sessions, 'find'>;
  apiKeys: Pick<ApiKeys, 'find'>;
}

/** The session that a request's cookie stands for. */
export function sessionOf(headers: IncomingHttpHeaders, { sessions }: Credentials): Session | null {
  const token = readCookie(headers.cookie, sessionCookie);
  return token === null ? null : sessions.find(token);
}

/** The API key in either documented form (contract §4), as it was sent; null when there is none. */
export function sentKey(headers: IncomingHttpHeaders): string | null {
  const own = headers['x-api-key'];
  if (own !== undefined) return String(own);
  return /^Bearer +(.*)$/i.exec(headers.authorization ?? '')?.[1]?.trim() ?? null;
}

/** Holder of the key that a request sends; undefined when it sends none, null when the key is not valid. */
export function keyHolderOf(
  headers: IncomingHttpHeaders,
  { apiKeys }: Credentials,
): KeyHolder | null | undefined {
  const sent = sentKey(headers);
  return sent === null ? undefined : apiKeys.find(sent);
}
