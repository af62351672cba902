import type { FastifyReply } from 'fastify';
import { createRequestRate, type RequestRate } from '#platform/rate-limits/request-rate.ts';
import type { RateScope } from '#shared/fleet-api/endpoint.ts';

/** Requests in one minute, per key, user or address; the figures are the document's own ("Rate Limits"). */
export const rateLimits = { global: 1_000, auth: 10, device: 10_000, admin: 100 } as const satisfies Record<
  RateScope,
  number
>;

export type RateLimits = { readonly [S in RateScope]: number };

const windowMs = 60_000;
/** More keys, users and addresses than ask within one minute. */
const countedCallers = 50_000;

export interface RateScopes {
  /** Counts one request and tells what is left in headers; seconds to wait when it is one too many, else 0. */
  take(scope: RateScope, caller: string, reply: FastifyReply): number;
}

export function createRateScopes(limits: RateLimits, now: () => number): RateScopes {
  const make = (scope: RateScope): RequestRate =>
    createRequestRate({ requests: limits[scope], windowMs, maxKeys: countedCallers, now });
  const rates = { global: make('global'), auth: make('auth'), device: make('device'), admin: make('admin') };
  return {
    take(scope, caller, reply) {
      const { waitMs, remaining, resetMs } = rates[scope].take(caller);
      const reset = Math.ceil(resetMs / 1_000);
      reply.header('ratelimit-limit', limits[scope]);
      reply.header('ratelimit-remaining', remaining);
      reply.header('ratelimit-reset', reset);
      return waitMs > 0 ? reset : 0;
    },
  };
}
