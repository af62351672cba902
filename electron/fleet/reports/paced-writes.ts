/** Between two commits there are at least so many times as long as one took. */
const pauseFactor = 4;
/** However slow the disk is: whoever reports waits no longer than this for its commit to begin. */
const longestPauseMs = 250;

export interface PaceClock {
  /** Milliseconds of a clock that nobody sets. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

/**
 * Lets writes begin in groups, so that those that wait share one commit. A commit stops everything else of this process until
 * the disk has it (SQLite), some ms each time; reports of 10 000 agents, one commit each, would leave no time for their polls.
 * The first after a while begins at once.
 */
export function createPacedWrites({ now, sleep }: PaceClock): <R>(write: () => Promise<R>) => Promise<R> {
  let opensAt = 0;
  let opening: Promise<void> | null = null;

  async function open(): Promise<void> {
    // Always later than the call, which has yet to keep this promise.
    await sleep(Math.max(0, opensAt - now()));
    opening = null;
  }

  return async (write) => {
    opening ??= open();
    await opening;
    const began = now();
    try {
      return await write();
    } finally {
      const ended = now();
      opensAt = ended + Math.min((ended - began) * pauseFactor, longestPauseMs);
    }
  };
}
