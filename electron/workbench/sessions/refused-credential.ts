import { errorCodeHeader } from '#shared/gateway-api/answers.ts';
import type { HttpAnswer } from './gateway-http.ts';
import { parseJson } from './parse-json.ts';

/** Our gateway's codes for a session or key that counts no longer; every other code refuses something else. */
const aboutTheCredential = ['SESSION_MISSING', 'KEY_MISSING', 'KEY_INVALID', 'LOGIN_INVALID'];

/**
 * Whether the answer means that the session or the key is not valid (any more), so that logging in again could help.
 * 401 and 403 are alike in the system API (contract §1). In the management API 403 speaks of permission or licence, and
 * 401 may speak of a licence key: there the call and the message decide.
 */
export function credentialRefused(
  path: string,
  answer: Pick<HttpAnswer, 'status' | 'headers' | 'text'>,
): boolean {
  if (answer.status !== 401 && answer.status !== 403) return false;
  const code = answer.headers[errorCodeHeader];
  if (code !== undefined) return aboutTheCredential.includes(code);
  if (!path.startsWith('/api/v1/')) return true;
  const json = parseJson(answer.text);
  const error = typeof json === 'object' && json !== null && 'error' in json ? String(json.error) : null;
  // Not in the form of the management API: something in front of it wants a login.
  if (error === null) return true;
  return answer.status === 401 && !/licen[cs]e/i.test(error);
}
