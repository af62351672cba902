import { createLockOut } from '#platform/rate-limits/lock-out.ts';
import type { BrokerLimits } from './limits.ts';

/** Slows guessing down: of one name at one address, and of any names from one address. */
export interface LoginGuard {
  isLocked(login: { address: string; username: string }): boolean;
  /** Before the password is looked at, so that tries at the same time count, too. */
  begin(login: { address: string; username: string }): void;
  failed(login: { address: string; username: string }): void;
  succeeded(login: { address: string; username: string }): void;
}

export function createLoginGuard(limits: BrokerLimits, now: () => number): LoginGuard {
  const common = {
    windowMs: limits.failureWindowMs,
    firstLockMs: limits.firstLockMs,
    maxLockMs: limits.maxLockMs,
    maxKeys: limits.remembered,
    now,
  };
  const names = createLockOut({ ...common, failures: limits.failuresPerName });
  // Counts failures alone: a site behind one address logs in with hundreds of agents at the same time.
  const addresses = createLockOut({ ...common, failures: limits.failuresPerAddress });
  const nameOf = ({ address, username }: { address: string; username: string }) => `${address} ${username}`;
  return {
    isLocked: (login) => addresses.lockedForMs(login.address) > 0 || names.lockedForMs(nameOf(login)) > 0,
    begin: (login) => names.begin(nameOf(login)),
    failed(login) {
      names.failed(nameOf(login));
      addresses.begin(login.address);
    },
    succeeded: (login) => names.succeeded(nameOf(login)),
  };
}
