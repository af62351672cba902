interface FloodLimits {
  /** Messages and lines of output. */
  eventsPerSecond: number;
  readingsPerSecond: number;
}

/** Far above what a driver of ours says: it batches its readings and limits its log lines itself. */
export const floodLimits: FloodLimits = { eventsPerSecond: 1_000, readingsPerSecond: 100_000 };

/** Counts what a driver process says within each second; answers in words when it is too much. */
export function createFloodMeter(limits: FloodLimits, nowMs: () => number) {
  let second = 0;
  let events = 0;
  let readings = 0;
  return {
    count(ofReadings: number): string | null {
      const now = Math.floor(nowMs() / 1_000);
      if (now !== second) [second, events, readings] = [now, 0, 0];
      events += 1;
      readings += ofReadings;
      if (events > limits.eventsPerSecond)
        return `it said more than ${limits.eventsPerSecond} things in a second`;
      if (readings > limits.readingsPerSecond)
        return `it sent more than ${limits.readingsPerSecond} readings in a second`;
      return null;
    },
  };
}
