import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Failure } from '#shared/errors/failure.ts';
import type { Endpoint } from '#shared/gateway-api/endpoint.ts';
import { type FailingRow, failureAnswer } from './failure-answer.ts';

/** What one handler answers when the row's types are forgotten. */
export interface AnyReply {
  status?: number | undefined;
  body?: unknown;
  failure?: Failure | undefined;
  headers?: Record<string, string | undefined> | undefined;
  afterSent?: (() => void) | undefined;
}

/** Sends what a handler answered in the form of its row. Throws for an answer that the row does not have. */
export function sendReply(reply: FastifyReply, endpoint: Endpoint, answer: AnyReply): FastifyReply {
  if (answer.afterSent !== undefined) afterClose(reply, answer.afterSent);
  if (answer.headers !== undefined) reply.headers(answer.headers);
  if (answer.failure !== undefined) return sendFailure(reply, endpoint, answer.failure);
  const status = answer.status ?? 200;
  const row = endpoint.answers[status];
  if (row === undefined) throw new Error(`${endpoint.path} has no answer ${status}`);
  const charset = /^text\/(plain|html)|json$/.test(row.contentType) ? '; charset=utf-8' : '';
  reply.code(status);
  if (answer.headers?.['content-type'] === undefined) reply.type(row.contentType + charset);
  // A stream is its handler's own JSON, too large to be held and read again.
  if (row.schema !== undefined && !(answer.body instanceof Readable))
    return reply.send(JSON.stringify(row.schema.parse(answer.body)));
  return reply.send(answer.body);
}

export function sendFailure(
  reply: FastifyReply,
  endpoint: FailingRow | undefined,
  failed: Failure,
): FastifyReply {
  const answer = failureAnswer(endpoint, failed);
  return reply.code(answer.status).type(answer.contentType).headers(answer.headers).send(answer.body);
}

/** A client that is gone already will not close a second time. */
function afterClose(reply: FastifyReply, then: () => void): void {
  if (reply.raw.closed) setImmediate(then);
  else reply.raw.once('close', then);
}
