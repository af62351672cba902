import type { Answer } from '#shared/contract/row.ts';
import { errorTable } from '#shared/errors/error-table.ts';
import type { Failure } from '#shared/errors/failure.ts';
import { errorCodeHeader } from '#shared/gateway-api/answers.ts';
import type { Endpoint } from '#shared/gateway-api/endpoint.ts';

export interface FailureAnswer {
  status: number;
  contentType: string;
  headers: Record<string, string>;
  body: string;
}

/** What of a row decides how a failure looks. */
export type FailingRow = Pick<Endpoint, 'source' | 'answers'>;

const tooManyRequests = 429;

/**
 * Status and form of a failure as the contract's row has them: the code's own status when the row lists it, else the
 * row's 500; text or `{err}` as the row says for that status, `{success: false, error}` in the management API.
 * `/session` lists 401 and gets it for a missing session. Too many requests are 429 everywhere.
 */
export function failureAnswer(endpoint: FailingRow | undefined, failed: Failure): FailureAnswer {
  const answers: Readonly<Record<number, Answer>> = endpoint?.answers ?? {};
  const own = failed.code === 'SESSION_MISSING' && 401 in answers ? 401 : errorTable[failed.code].status;
  const status = own === tooManyRequests || own in answers || !(500 in answers) ? own : 500;
  const headers = { [errorCodeHeader]: failed.code };
  if (endpoint?.source === 'management-api') {
    return { status, headers, ...asJson({ success: false, error: failed.message }) };
  }
  const plain = answers[status]?.contentType === 'text/plain' || failed.code === 'SESSION_MISSING';
  if (!plain || status === 401) return { status, headers, ...asJson({ err: failed.message }) };
  return { status, headers, contentType: 'text/plain; charset=utf-8', body: failed.message };
}

const asJson = (value: object) => ({
  contentType: 'application/json; charset=utf-8',
  body: JSON.stringify(value),
});
