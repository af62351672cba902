/** Locks a key (a name and an address) after repeated failures; each further lock lasts twice as long. */
export interface LockOut {
  /** Milliseconds until the key may try again; 0: now. */
  lockedForMs(key: string): number;
  /** Counts a try as failed until {@link succeeded} takes it back, so that tries at the same time count, too. */
  begin(key: string): void;
  /** The try that was begun has failed; what is known of the key is kept then, also over a restart. */
  failed(key: string): void;
  succeeded(key: string): void;
}

/** What is known of one key. Times are UTC epoch milliseconds. */
export interface LockOutEntry {
  failedAt: number[];
  lockedUntil: number;
  locks: number;
}

/** Keeps entries over a restart. Never throws: a full disk must not keep anybody from logging in. */
export interface LockOutStore {
  load(): Iterable<readonly [key: string, entry: LockOutEntry]>;
  put(key: string, entry: LockOutEntry): void;
  remove(key: string): void;
}

export interface LockOutOptions {
  failures: number;
  windowMs: number;
  firstLockMs: number;
  maxLockMs: number;
  /** The oldest key is forgotten beyond this number. */
  maxKeys: number;
  now: () => number;
  /** Absent: a restart forgets. */
  store?: LockOutStore;
}

export function createLockOut(options: LockOutOptions): LockOut {
  const { failures, windowMs, firstLockMs, maxLockMs, maxKeys, now, store } = options;
  const entries = new Map<string, LockOutEntry>(store?.load());
  const forget = (key: string) => {
    if (entries.delete(key)) store?.remove(key);
  };
  return {
    // Never longer than the longest lock: the clock may have been set back meanwhile.
    lockedForMs: (key) => Math.min(maxLockMs, Math.max(0, (entries.get(key)?.lockedUntil ?? 0) - now())),
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
      if (entries.size > maxKeys && !oldest.done) forget(oldest.value);
    },
    failed(key) {
      const entry = entries.get(key);
      if (entry !== undefined) store?.put(key, entry);
    },
    succeeded: forget,
  };
}
