import type { FastifyReply } from 'fastify';
import type { AnyReply } from '#platform/http/contract/reply.ts';
import { applyOptions, sendReply as sendAnswer } from '#platform/http/contract/send-reply.ts';
import type { Failure } from '#shared/errors/failure.ts';
import type { Endpoint } from '#shared/gateway-api/endpoint.ts';
import { type FailingRow, failureAnswer } from './failure-answer.ts';

/** Sends what a handler answered in the form of its row. Throws for an answer that the row does not have. */
export function sendReply(reply: FastifyReply, endpoint: Endpoint, answer: AnyReply): FastifyReply {
  if (answer.failure === undefined) return sendAnswer(reply, endpoint, answer);
  applyOptions(reply, answer);
  return sendFailure(reply, endpoint, answer.failure);
}

export function sendFailure(
  reply: FastifyReply,
  endpoint: FailingRow | undefined,
  failed: Failure,
): FastifyReply {
  const answer = failureAnswer(endpoint, failed);
  return reply.code(answer.status).type(answer.contentType).headers(answer.headers).send(answer.body);
}
