import { STATUS_CODES } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorRow } from '#shared/errors/error-row.ts';
import { errorTable } from '#shared/errors/error-table.ts';
import type { Failure } from '#shared/errors/failure.ts';
import { wireCode } from '#shared/fleet-api/failures-of.ts';

/** Where in a request something does not fit. */
export type Details = readonly { path: string; message: string }[];

/** Sends a failure: problem+json (RFC 9457) where `Accept` asks for it, else `{error, message, code, …}` (contract §1). */
export function sendFailure(
  request: FastifyRequest,
  reply: FastifyReply,
  failed: Failure,
  details?: Details,
): FastifyReply {
  const row: ErrorRow = errorTable[failed.code];
  const { status } = row;
  const title = row.title ?? STATUS_CODES[status] ?? 'Error';
  const common = { code: wireCode(failed.code), requestId: request.id };
  reply.code(status);
  const seconds = failed.context.seconds;
  const retryAfter = typeof seconds === 'number' ? seconds : undefined;
  if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
  if (wantsProblem(request)) {
    const errors = details?.map(({ path, message }) => ({ pointer: pointerOf(path), detail: message }));
    const body = { type: 'about:blank', title, status, detail: failed.message, ...common, errors };
    return reply.type('application/problem+json').send(JSON.stringify(body));
  }
  const body = { error: title, message: failed.message, ...common, details, retryAfter };
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(body));
}

const wantsProblem = ({ headers }: FastifyRequest): boolean =>
  (headers.accept ?? '').includes('application/problem+json');

/** `body.a.0` as a JSON pointer. */
const pointerOf = (path: string): string =>
  `/${path
    .split('.')
    .map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'))
    .join('/')}`;
