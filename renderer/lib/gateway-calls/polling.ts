import type { Failure } from '#shared/errors/failure.ts';

/** Not sooner than a gateway that counts requests allows; context `seconds` comes from its `Retry-After`. */
export function nextPollMs(pollMs: number, failure: Failure | null): number {
  if (failure?.code !== 'RATE_LIMITED') return pollMs;
  const seconds = Number(failure.context.seconds);
  return Number.isFinite(seconds) ? Math.max(pollMs, seconds * 1_000) : Math.max(pollMs, 60_000);
}
