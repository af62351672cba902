import type { JobContext } from './job-context.ts';
import { rowsOf } from './job-handle.ts';

/** So long nobody is asked; a gateway that restarts is away for less. */
export const wayOutAfterMs = 15_000;

/**
 * While the gateway is silent nothing can be done to it: then a cancel ends the waiting and leaves it to itself. Waits
 * for `work` and offers that after a while.
 */
export async function withWayOut<T>(context: JobContext, work: Promise<T>): Promise<T> {
  const timer = setTimeout(() => setWayOut(context, true), wayOutAfterMs);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
    setWayOut(context, false);
  }
}

/** `open`: a cancel is taken now, whatever the phase; otherwise as the phase says. */
export function setWayOut({ handle, signal }: JobContext, open: boolean): void {
  const job = handle.job();
  const cancellable = open || rowsOf(job).find((row) => row.phase === job.phase)?.cancellable === true;
  if (signal.aborted || job.cancellable === cancellable) return;
  handle.offerCancel(cancellable);
}
