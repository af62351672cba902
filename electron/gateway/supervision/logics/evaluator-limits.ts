/** What one evaluator process may take, and how long things may last. */
export interface EvaluatorLimits {
  /** Of one run; JSONata itself stops at it. */
  runMs: number;
  /** Beyond that it is killed: it did not stop. */
  killAfterMs: number;
  /** From its start until it is ready for work. */
  startMs: number;
  /** From `stop` to its end; then it is killed. */
  stopGraceMs: number;
  /** Wait before it is started again; doubles up to the maximum, and is the first again after a run that went well. */
  restartFirstMs: number;
  restartMaxMs: number;
  maxHeapMiB: number;
  /** Between two runs of one logic: changes meanwhile are one run. */
  pauseMs: number;
}

export const evaluatorLimits: EvaluatorLimits = {
  runMs: 5_000,
  killAfterMs: 1_000,
  startMs: 60_000,
  stopGraceMs: 5_000,
  restartFirstMs: 500,
  restartMaxMs: 60_000,
  maxHeapMiB: 64,
  pauseMs: 100,
};
