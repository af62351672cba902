import { errorTable } from '#shared/errors/error-table.ts';
import type { Failure } from '#shared/errors/failure.ts';
import { errorCodeHeader } from '#shared/gateway-api/answers.ts';
import type { Answer, Endpoint } from '#shared/gateway-api/endpoint.ts';

export interface FailureAnswer {
  status: number;
  contentType: string;
  headers: Record<string, string>;
  body: string;
}

/**
 * Status and form of a failure as the contract's row has them: the code's own status when the row lists it, else the
 * row's 500; text or `{err}` as the row says for that status. `/session` lists 401 and gets it for a missing session.
 */
export function failureAnswer(endpoint: Endpoint | undefined, failed: Failure): FailureAnswer {
  const answers: Readonly<Record<number, Answer>> = endpoint?.answers ?? {};
  const own = failed.code === 'SESSION_MISSING' && 401 in answers ? 401 : errorTable[failed.code].status;
  const status = own in answers || !(500 in answers) ? own : 500;
  const plain = answers[status]?.contentType === 'text/plain' || failed.code === 'SESSION_MISSING';
  const asText = plain && !(status === 401);
  return {
    status,
    contentType: asText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
    headers: { [errorCodeHeader]: failed.code },
    body: asText ? failed.message : JSON.stringify({ err: failed.message }),
  };
}
