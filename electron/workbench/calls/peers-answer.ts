import { failure } from '#shared/errors/failure.ts';
import type { PeersMethod } from '#shared/gateway-api/peers-api.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { answerFailure } from '../sessions/contract-request.ts';
import type { HttpAnswer } from '../sessions/gateway-http.ts';
import { parseJson } from '../sessions/parse-json.ts';

/**
 * Reads an answer of the dispatcher: the result as JSON, or `{err}`, which other makes also send with 200. Nothing at all
 * counts as null.
 */
export function readPeersAnswer(
  answer: HttpAnswer,
  call: { path: string; row: Pick<PeersMethod, 'result'>; gateway: string },
): Result<unknown> {
  const endpoint = { method: 'POST', path: call.path } as const;
  if (answer.status !== 200) return fail(answerFailure(answer, call.gateway, endpoint));
  const json = answer.text === '' ? null : parseJson(answer.text);
  const parsed = call.row.result.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  if (typeof json === 'object' && json !== null && 'err' in json) {
    if (json.err !== null) return fail(answerFailure(answer, call.gateway, endpoint));
    const nothing = call.row.result.safeParse(null);
    if (nothing.success) return ok(nothing.data);
  }
  const said = 'something that does not fit the contract';
  return fail(
    failure('GATEWAY_ANSWER', { gateway: call.gateway, status: 200, call: `POST ${call.path}`, said }),
  );
}
