/** Ends a transfer on which nothing moves: a pulled cable sends no reset, TCP alone would wait for minutes. */
export interface StallGuard {
  /** Aborted by the caller's signal or by the stall. */
  readonly signal: AbortSignal;
  /** Something moved. */
  touch(): void;
  /** From now on this much silence is right, e.g. while the gateway checks the file. */
  allow(silenceMs: number): void;
  end(): void;
}

export function createStallGuard(silenceMs: number, outer: AbortSignal): StallGuard {
  const stall = new AbortController();
  let timer = setTimeout(() => stall.abort(), silenceMs);
  return {
    signal: AbortSignal.any([outer, stall.signal]),
    touch() {
      timer.refresh();
    },
    allow(nextMs) {
      clearTimeout(timer);
      timer = setTimeout(() => stall.abort(), nextMs);
    },
    end: () => clearTimeout(timer),
  };
}
