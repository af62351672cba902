import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Row } from '#shared/contract/row.ts';
import type { AnswerOptions, AnyReply } from './reply.ts';

/** Sends one of the row's own answers. Throws for an answer that the row does not have. */
export function sendReply(reply: FastifyReply, row: Row, answer: AnyReply): FastifyReply {
  applyOptions(reply, answer);
  const status = answer.status ?? 200;
  const form = row.answers[status];
  if (form === undefined) throw new Error(`${row.path} has no answer ${status}`);
  reply.code(status);
  if (answer.body === undefined && form.schema === undefined) return reply.send();
  const charset = /^text\/(plain|html|csv)|json$/.test(form.contentType) ? '; charset=utf-8' : '';
  if (answer.headers?.['content-type'] === undefined) reply.type(form.contentType + charset);
  // A stream is its handler's own JSON, too large to be held and read again.
  if (form.schema !== undefined && !(answer.body instanceof Readable))
    return reply.send(JSON.stringify(form.schema.parse(answer.body)));
  return reply.send(answer.body);
}

/** What an answer and a failure have alike: headers, and who is told when it is out. */
export function applyOptions(reply: FastifyReply, { afterSent, headers }: AnswerOptions): void {
  if (afterSent !== undefined) afterClose(reply, afterSent);
  if (headers !== undefined) reply.headers(headers);
}

/** A client that is gone already will not close a second time. */
function afterClose(reply: FastifyReply, then: () => void): void {
  if (reply.raw.closed) setImmediate(then);
  else reply.raw.once('close', then);
}
