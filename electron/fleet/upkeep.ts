import type { Logger } from 'pino';

const intervalsMs = { fewSeconds: 5_000, minute: 60_000, hour: 3_600_000 };

/** What is done now and then, and what runs on after an answer. */
export interface Upkeep {
  every(interval: keyof typeof intervalsMs, work: () => Promise<unknown>): void;
  inBackground(work: Promise<unknown>): void;
  /** No more of it; resolves when what runs has ended. */
  stop(): Promise<void>;
}

/** Failures are logged: none of it is worth stopping for. */
export function createUpkeep(log: Logger): Upkeep {
  const timers = new Set<NodeJS.Timeout>();
  const running = new Set<Promise<unknown>>();
  const inBackground = (work: Promise<unknown>) => {
    const watched = work
      .catch((error) => log.error({ error }, 'work in the background failed'))
      .finally(() => running.delete(watched));
    running.add(watched);
  };
  return {
    inBackground,
    every(interval, work) {
      const timer = setInterval(() => inBackground(work()), intervalsMs[interval]);
      timer.unref();
      timers.add(timer);
    },
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running);
    },
  };
}
