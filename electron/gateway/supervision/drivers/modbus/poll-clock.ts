/**
 * When what is polled at which interval is due. Times are of one monotonic clock. A poll that came late is not made up for:
 * the next one is an interval later.
 */
export function createPollClock(intervalsMs: Iterable<number>, startMs: number) {
  const dueMs = new Map([...new Set(intervalsMs)].map((interval) => [interval, startMs]));
  return {
    /** Intervals that are due, and how long there is nothing to do. */
    look(nowMs: number): { due: number[]; waitMs: number } {
      const due = [...dueMs].filter(([, at]) => at <= nowMs).map(([interval]) => interval);
      const next = Math.min(...dueMs.values());
      return { due, waitMs: due.length > 0 ? 0 : next - nowMs };
    },
    polled(interval: number, nowMs: number): void {
      const planned = (dueMs.get(interval) ?? nowMs) + interval;
      dueMs.set(interval, Math.max(planned, nowMs));
    },
  };
}
