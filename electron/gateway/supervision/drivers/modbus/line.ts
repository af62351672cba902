/** One thing at a time on one line; a write goes before the reads that wait. */
export function createLine() {
  const urgent: (() => Promise<void>)[] = [];
  const waiting: (() => Promise<void>)[] = [];
  let running: Promise<void> | null = null;

  async function work(): Promise<void> {
    for (let next = urgent.shift() ?? waiting.shift(); next; next = urgent.shift() ?? waiting.shift())
      await next();
    running = null;
  }
  return {
    run<T>(task: () => Promise<T>, options: { urgent?: boolean } = {}): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        (options.urgent === true ? urgent : waiting).push(() => task().then(resolve, reject));
        running ??= work();
      });
    },
    /** Resolves when nothing waits or runs any more. */
    idle: async (): Promise<void> => {
      while (running !== null) await running;
    },
  };
}
