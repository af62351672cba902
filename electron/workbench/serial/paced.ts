/** Passes "something is new" on, at once after a rest and then no more often than it may. */
export interface Paced {
  touch(): void;
  /** Nothing more is passed on. */
  stop(): void;
}

export function createPaced(everyMs: number, tell: () => void): Paced {
  let timer: NodeJS.Timeout | null = null;
  let again = false;
  let stopped = false;

  function rest(): void {
    timer = null;
    if (!again) return;
    again = false;
    tell();
    timer = setTimeout(rest, everyMs);
    timer.unref();
  }

  return {
    touch() {
      if (stopped) return;
      if (timer !== null) {
        again = true;
        return;
      }
      tell();
      timer = setTimeout(rest, everyMs);
      timer.unref();
    },
    stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
