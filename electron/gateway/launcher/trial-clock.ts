/** A trial has one deadline over all the crashes and restarts within it; an ordinary start has one of its own. */
export function createTrialClock(timeoutMs: number, nowMs: () => number) {
  let trial: { jobId: string; untilMs: number } | null = null;
  return {
    /** Milliseconds that a run which starts now may take to become healthy. */
    leftMs(jobId: string | null): number {
      if (jobId === null) return timeoutMs;
      if (trial?.jobId !== jobId) trial = { jobId, untilMs: nowMs() + timeoutMs };
      return Math.max(0, trial.untilMs - nowMs());
    },
  };
}
