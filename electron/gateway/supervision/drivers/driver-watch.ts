import type { DriverLimits } from './driver-limits.ts';

type WatchLimits = Pick<DriverLimits, 'pingMs' | 'missedPings' | 'missedPingsAtStart' | 'maxResidentBytes'>;

interface WatchOptions {
  limits: WatchLimits;
  ping(): void;
  /** Called once, with the reason. */
  onTrouble(reason: string): void;
}

/**
 * Asks a driver process again and again whether it still answers. Missed pings are counted, not seconds: a machine that
 * slept must not find all its drivers dead.
 */
export function watchDriver({ limits, ping, onTrouble }: WatchOptions) {
  let missed = 0;
  let started = false;
  const trouble = (reason: string) => {
    clearInterval(timer);
    onTrouble(reason);
  };
  const timer = setInterval(() => {
    const most = started ? limits.missedPings : limits.missedPingsAtStart;
    if (missed >= most) return trouble(`it did not answer ${missed} times in a row`);
    missed += 1;
    ping();
  }, limits.pingMs);
  return {
    hello() {
      started = true;
      missed = 0;
    },
    pong(residentBytes: number) {
      missed = 0;
      if (residentBytes > limits.maxResidentBytes) trouble(`it took ${residentBytes} bytes of memory`);
    },
    stop: () => clearInterval(timer),
  };
}
