import type { Job } from '#shared/bridge/maintenance.ts';

export type Transfer = NonNullable<Job['transfer']>;

/** Rate over the last 3 s: long enough not to flicker, short enough to show a cable that was just pulled. */
const windowMs = 3_000;
/** Samples closer together than this replace one another, so that the window stays small at any speed. */
const spacingMs = 100;

/** Turns byte counts into rate and time left. Time comes in from outside; nothing here waits. */
export interface RateMeter {
  /** `bytes` so far at `atMs`; both only grow. */
  add(bytes: number, atMs: number): void;
  /** As of `atMs`; the rate falls to 0 when nothing moves. `secondsLeft` is null while it cannot be told. */
  read(atMs: number): Transfer;
}

/** `startBytes`: what had moved before and counts as bytes, but not for the rate. */
export function createRateMeter(totalBytes: number | null, startMs: number, startBytes = 0): RateMeter {
  let samples: { bytes: number; atMs: number }[] = [{ bytes: startBytes, atMs: startMs }];
  let bytes = startBytes;

  /** Keeps one sample at or before the window's start: the rate is measured from there. */
  function forget(atMs: number): void {
    const from = samples.findLastIndex((sample) => sample.atMs <= atMs - windowMs);
    if (from > 0) samples = samples.slice(from);
  }

  return {
    add(nextBytes, atMs) {
      bytes = nextBytes;
      const last = samples.at(-1);
      const before = samples.at(-2);
      if (last !== undefined && before !== undefined && last.atMs - before.atMs < spacingMs) samples.pop();
      samples.push({ bytes, atMs });
      forget(atMs);
    },
    read(atMs) {
      forget(atMs);
      const first = samples[0] ?? { bytes, atMs };
      // The first chunks fill buffers in no time; a rate over less than this would be a fantasy.
      const elapsedMs = Math.max(atMs - first.atMs, spacingMs);
      const bytesPerSecond = ((bytes - first.bytes) / elapsedMs) * 1_000;
      const left = totalBytes === null ? null : Math.max(0, totalBytes - bytes);
      const secondsLeft = left === null || bytesPerSecond <= 0 ? null : left / bytesPerSecond;
      return { bytes, totalBytes, bytesPerSecond, secondsLeft: left === 0 ? 0 : secondsLeft };
    },
  };
}
