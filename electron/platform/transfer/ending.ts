import { ok, type Result } from '#shared/result.ts';
import type { TransferEnd } from './machine.ts';

export interface Ending {
  end: TransferEnd;
  /** What was seen, for the log. */
  detail: string;
}

/** An ended machine's last bytes may take so long; a line that is held by flow control does not take them at all. */
const graceMs = 5_000;

/** How it ends: the first word counts, but for a failure of ours. It comes true when the last step is out, or after {@link graceMs}. */
export function createEnding(deafen: () => void) {
  const { promise, resolve, reject } = Promise.withResolvers<Result<Ending>>();
  let outcome: Result<Ending> | null = null;
  let machineEnded = false;
  let grace: NodeJS.Timeout | undefined;

  function decide(result: Result<Ending>): void {
    // A machine that had all it wanted does not know that the disk could not take it.
    if (outcome !== null && (result.ok || !outcome.ok)) return;
    outcome = result;
    clearTimeout(grace);
    grace = setTimeout(() => finish(() => resolve(result)), graceMs);
  }
  function finish(how: () => void): void {
    machineEnded = true;
    clearTimeout(grace);
    deafen();
    how();
  }
  return {
    promise,
    decide,
    heard: () => machineEnded,
    /** The machine's own word. */
    hear(ended: Ending): void {
      decide(ok(ended));
      machineEnded = true;
      deafen();
    },
    settle(result = outcome): void {
      if (result !== null) finish(() => resolve(result));
    },
    crash: (error: unknown): void => finish(() => reject(error)),
  };
}
