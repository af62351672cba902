import type { LockOutOptions } from './lock-out.ts';

/** Contract §1: 5 failures for one name and address within 15 min; the lock doubles each time. */
export const lockOutRule: LockOutOptions = {
  failures: 5,
  windowMs: 15 * 60_000,
  firstLockMs: 60_000,
  maxLockMs: 24 * 60 * 60_000,
  maxKeys: 10_000,
  now: Date.now,
};
