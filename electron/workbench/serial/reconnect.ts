import { backOffMs } from '#platform/processes/back-off.ts';
import type { PortWatch } from './port-watch.ts';

/** Between tries; a device that is seen again is tried at once. */
const waits = { firstMs: 500, maxMs: 5_000 };

/** When to try again to open a port that is gone. */
export interface Reconnect {
  /** One more failure: tells when the next try will be, at the latest. Epoch milliseconds. */
  wait(): number;
  /** The next failure is the first one. */
  reset(): void;
  stop(): void;
}

export function createReconnect(deps: {
  watch: PortWatch;
  now: () => number;
  tryNow: () => void;
}): Reconnect {
  let failures = 0;
  let timer: NodeJS.Timeout | null = null;
  let stopLooking = () => {};

  function stop(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    stopLooking();
  }

  return {
    wait() {
      stop();
      failures += 1;
      const waitMs = backOffMs(failures, waits);
      timer = setTimeout(deps.tryNow, waitMs);
      timer.unref();
      stopLooking = deps.watch.onLook((changed) => {
        if (changed) deps.tryNow();
      });
      return deps.now() + waitMs;
    },
    reset() {
      failures = 0;
    },
    stop,
  };
}
