import type { FastifyRequest } from 'fastify';

/** A body that drips would hold the connection for ever, as whole requests have no time limit. */
export function limitBodyTime(request: FastifyRequest, timeoutMs: number): void {
  if (request.raw.readableEnded || request.headers['content-length'] === undefined) {
    if (request.headers['transfer-encoding'] === undefined) return;
  }
  const timer = setTimeout(() => request.raw.destroy(), timeoutMs);
  request.raw.once('end', () => clearTimeout(timer));
  request.raw.once('close', () => clearTimeout(timer));
}
