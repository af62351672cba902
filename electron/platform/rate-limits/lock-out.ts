/** Locks a key (a name and an address) after repeated failures; each further lock lasts twice as long. */
export interface LockOut {
  /** Milliseconds until the key may try again; 0: now. */
  lockedForMs(key: string): number;
  /** Counts a try as failed until {@link succeeded} takes it back, so that tries at the same time count, too. */
  begin(key: string): void;
  succeeded(key: string): void;
}

export interface LockOutOptions {
  failures: number;
  windowMs: number;
  firstLockMs: number;
  maxLockMs: number;
  /** The oldest key is forgotten beyond this number. */
  maxKeys: number;
  now: () => number;
}

interface Entry {
  failedAt: number[];
  lockedUntil: number;
  locks: number;
}

export function createLockOut(options: LockOutOptions): LockOut {
  const { failures, windowMs, firstLockMs, maxLockMs, maxKeys, now } = options;
  const entries = new Map<string, Entry>();
  return {
    lockedForMs: (key) => Math.max(0, (entries.get(key)?.lockedUntil ?? 0) - now()),
    begin(key) {
      const entry = entries.get(key) ?? { failedAt: [], lockedUntil: 0, locks: 0 };
      entries.delete(key);
      entries.set(key, entry);
      entry.failedAt = entry.failedAt.filter((at) => at > now() - windowMs);
      entry.failedAt.push(now());
      if (entry.failedAt.length >= failures) {
        entry.lockedUntil = now() + Math.min(maxLockMs, firstLockMs * 2 ** entry.locks);
        entry.locks += 1;
        entry.failedAt = [];
      }
      const oldest = entries.keys().next();
      if (entries.size > maxKeys && !oldest.done) entries.delete(oldest.value);
    },
    succeeded(key) {
      entries.delete(key);
    },
  };
}
