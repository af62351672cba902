/** One pending look at a time: a new appointment replaces the old one, and looks never overlap. */
export interface PollTimer {
  after(delayMs: number): void;
  stop(): void;
}

export function createPollTimer(look: () => Promise<void>): PollTimer {
  let timer: NodeJS.Timeout | null = null;
  let looking = false;
  let again: number | null = null;

  async function run(): Promise<void> {
    looking = true;
    try {
      await look();
    } finally {
      looking = false;
      const delayMs = again;
      again = null;
      if (delayMs !== null) set(delayMs);
    }
  }

  function set(delayMs: number): void {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(run, delayMs);
    timer.unref();
  }

  return {
    after(delayMs) {
      if (looking) again = delayMs;
      else set(delayMs);
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      again = null;
    },
  };
}
