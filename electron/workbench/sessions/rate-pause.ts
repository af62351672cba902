import { type Failure, failure } from '#shared/errors/failure.ts';
import type { HttpAnswer } from './gateway-http.ts';

/** A box that says "wait" is not asked again before that time. */
export interface RatePause {
  /** RATE_LIMITED while it is to be left alone. */
  failure(): Failure | null;
  hear(answer: Pick<HttpAnswer, 'status' | 'headers'>): void;
}

const withoutHeaderMs = 5_000;
/** A header of hours is a mistake or a trap; a technician does not wait for it. */
const longestMs = 120_000;

export function createRatePause(now: () => number): RatePause {
  let untilMs = 0;
  return {
    failure() {
      const leftMs = untilMs - now();
      return leftMs <= 0 ? null : failure('RATE_LIMITED', { seconds: Math.ceil(leftMs / 1_000) });
    },
    hear({ status, headers }) {
      if (status === 429) untilMs = now() + Math.min(longestMs, retryAfterMs(headers['retry-after'], now()));
    },
  };
}

/** `Retry-After` in seconds or as a date (RFC 9110 §10.2.3). */
function retryAfterMs(header: string | undefined, nowMs: number): number {
  if (header === undefined || header === '') return withoutHeaderMs;
  const seconds = Number(header);
  const waitMs = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - nowMs;
  return Number.isFinite(waitMs) ? Math.max(1_000, waitMs) : withoutHeaderMs;
}
