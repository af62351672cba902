import { createHash } from 'node:crypto';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { sessionApi } from '#shared/gateway-api/session-api.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { requestFor } from './contract-request.ts';
import type { GatewayHttp, HttpAnswer } from './gateway-http.ts';
import { parseJson } from './parse-json.ts';

/** What logs in: the digest is the credential itself (contract §1), so the password is not kept any longer. */
export interface Credential {
  username: string;
  /** Lowercase hex MD5 of the password. */
  digest: string;
}

export const digestOf = (password: string): string =>
  createHash('md5').update(password, 'utf8').digest('hex');

/**
 * Logs in; the cookie lands in the client's jar. Rejects with the network's error.
 * Failures: LOGIN_REFUSED, LOGIN_LOCKED, GATEWAY_NOT_A_GATEWAY.
 */
export async function logIn(
  http: GatewayHttp,
  credential: Credential,
  about: { gateway: string; address: string },
): Promise<Result<null>> {
  const body = { username: credential.username, password: credential.digest };
  const answer = await http.request(requestFor('login', { body }));
  const schema = sessionApi.login.answers[200].schema;
  if (answer.status === 200 && schema.safeParse(parseJson(answer.text)).success) return ok(null);
  return fail(loginFailure(answer, about));
}

function loginFailure(answer: HttpAnswer, about: { gateway: string; address: string }): Failure {
  if (answer.status === 401 || answer.status === 403) {
    return failure('LOGIN_REFUSED', { gateway: about.gateway }, answer.text.slice(0, 500));
  }
  if (answer.status === 429) {
    return failure('LOGIN_LOCKED', { seconds: Number(answer.headers['retry-after'] ?? 60) || 60 });
  }
  return failure(
    'GATEWAY_NOT_A_GATEWAY',
    { address: about.address },
    `POST /auth/rest was answered with ${answer.status}`,
  );
}
