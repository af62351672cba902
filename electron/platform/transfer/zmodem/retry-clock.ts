export interface Patience {
  /** Until the first repetition; each later one waits twice as long, up to `longestMs`. */
  firstMs: number;
  longestMs: number;
  /** So long without a byte from the peer: gone. */
  silenceMs: number;
  /** Repetitions without getting any further. */
  retries: number;
}

export type RetryVerdict = 'retry' | 'silent' | 'exhausted';

export interface RetryClock {
  /** Got further, or waits for something new from now on. */
  progress(nowMs: number): void;
  /** Any byte: someone is there. */
  heard(nowMs: number): void;
  /** Something is to be said again, because it is due or because the peer wants it: the next time waits longer. */
  again(nowMs: number): RetryVerdict;
  /** The next repetition is due in `firstMs`, or in the time given. */
  wait(nowMs: number, firstMs?: number): void;
  /** An answer took so long; the next may do so, too. */
  expect(tookMs: number): void;
  dueMs(): number;
}

/** Buffers between two computers are not equally full at all times. */
const slack = 1.5;

/** When to say something again, and when to stop doing so: every wait of both machines ends by it. */
export function createRetryClock(patience: Patience): RetryClock {
  let retries = 0;
  let lastHeardMs = 0;
  let waitMs = patience.firstMs;
  let nextMs = 0;
  let { firstMs: usualMs } = patience;

  const goneMs = (): number => lastHeardMs + patience.silenceMs;

  function wait(nowMs: number, firstMs = usualMs): void {
    waitMs = firstMs;
    nextMs = nowMs + firstMs;
  }
  return {
    progress(nowMs) {
      retries = 0;
      lastHeardMs = nowMs;
      wait(nowMs);
    },
    heard(nowMs) {
      lastHeardMs = nowMs;
    },
    again(nowMs) {
      if (nowMs >= goneMs()) return 'silent';
      retries += 1;
      if (retries > patience.retries) return 'exhausted';
      waitMs = Math.min(waitMs * 2, patience.longestMs);
      nextMs = nowMs + waitMs;
      return 'retry';
    },
    wait,
    expect(tookMs) {
      usualMs = Math.min(Math.max(patience.firstMs, tookMs * slack), patience.longestMs);
    },
    dueMs: () => Math.min(nextMs, goneMs()),
  };
}
