/** What one driver process may take, and how long things may last. */
export interface DriverLimits {
  /** From `stop` to the end of the process; then it is killed. */
  stopGraceMs: number;
  /** Wait before it is started again; doubles up to the maximum. */
  restartFirstMs: number;
  restartMaxMs: number;
  /** An instance that ran this long and read something is well again: its next end counts as the first. */
  stableMs: number;
  pingMs: number;
  /** Pings without an answer after which it is killed; it takes longer until it has started. */
  missedPings: number;
  missedPingsAtStart: number;
  writeMs: number;
  maxHeapMiB: number;
  /** All of its memory: buffers are not in the heap. */
  maxResidentBytes: number;
}

export const driverLimits: DriverLimits = {
  stopGraceMs: 5_000,
  restartFirstMs: 500,
  restartMaxMs: 60_000,
  stableMs: 30_000,
  pingMs: 5_000,
  missedPings: 3,
  missedPingsAtStart: 12,
  writeMs: 10_000,
  maxHeapMiB: 128,
  maxResidentBytes: 320 * 1024 * 1024,
};
