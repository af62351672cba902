import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { principalKey } from './principal.ts';

const maxCharacters = 200;

/** What tells one caller from another where nobody is signed in: an answer may hold what was meant for the other. */
const credentialHeaders = ['x-provisioning-key', 'x-agent-key'] as const;

/**
 * The request as {@link Idempotency} knows it; null without a usable key. With `X-Idempotency-Key`, which the public agent makes of its
 * uuid alone, another content is another request; with `Idempotency-Key` it is a conflict.
 */
export function idempotentRequest(
  name: string,
  request: FastifyRequest,
): { scope: string; key: string; content: string } | null {
  const { headers, params, body } = request;
  const content = JSON.stringify([params, body ?? null]);
  const scope = `${name} ${callerOf(request)}`;
  const own = usable(headers['idempotency-key']);
  if (own !== null) return { scope, key: own, content };
  const agents = usable(headers['x-idempotency-key']);
  return agents === null ? null : { scope: `${scope} ${sha256(content)}`, key: agents, content };
}

function callerOf({ who, headers }: FastifyRequest): string {
  if (who !== null) return principalKey(who);
  return sha256(JSON.stringify(credentialHeaders.map((header) => headers[header] ?? null)));
}

const usable = (value: string | string[] | undefined): string | null =>
  typeof value === 'string' && value !== '' && value.length <= maxCharacters ? value : null;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
