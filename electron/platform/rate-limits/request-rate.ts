/** Counts requests by who sends them. */
export interface RequestRate {
  /** Counts one request of this key. */
  take(key: string): Taken;
}

/** What a key has of its window after one request. */
export interface Taken {
  /** Milliseconds until the next one is allowed when this is one too many, else 0. */
  waitMs: number;
  /** Requests that are left in this window. */
  remaining: number;
  /** Milliseconds until the window ends. */
  resetMs: number;
}

export interface RequestRateOptions {
  requests: number;
  windowMs: number;
  /** The key that began first is forgotten beyond this number. */
  maxKeys: number;
  /** Milliseconds of a clock that nobody sets, e.g. `performance.now`. */
  now: () => number;
}

interface Window {
  endsAt: number;
  taken: number;
}

/**
 * `requests` in a window that begins with the first of them. Refused requests are not counted: whoever waits as long as
 * it was told gets through.
 */
export function createRequestRate({ requests, windowMs, maxKeys, now }: RequestRateOptions): RequestRate {
  const windows = new Map<string, Window>();
  const begin = (key: string, at: number): Window => {
    const window = { endsAt: at + windowMs, taken: 0 };
    windows.delete(key);
    windows.set(key, window);
    const oldest = windows.keys().next();
    if (windows.size > maxKeys && !oldest.done) windows.delete(oldest.value);
    return window;
  };
  return {
    take(key) {
      const at = now();
      const known = windows.get(key);
      const window = known === undefined || known.endsAt <= at ? begin(key, at) : known;
      const resetMs = window.endsAt - at;
      if (window.taken >= requests) return { waitMs: resetMs, remaining: 0, resetMs };
      window.taken += 1;
      return { waitMs: 0, remaining: requests - window.taken, resetMs };
    },
  };
}
