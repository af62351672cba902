/** Often enough to look alive; a boot log has thousands of lines. */
const intervalMs = 150;

/** Calls `tell` at once, and then at most once in a while as long as `changed` is called; the last change is always told. */
export interface Changes {
  changed(): void;
  /** Tells what is not told yet, and nothing more after that. */
  end(): void;
}

export function createChanges(tell: () => void): Changes {
  let timer: NodeJS.Timeout | null = null;
  let again = false;
  let ended = false;

  function changed(): void {
    if (ended) return;
    again = true;
    if (timer === null) flush();
  }
  function flush(): void {
    timer = null;
    if (!again) return;
    again = false;
    timer = setTimeout(flush, intervalMs);
    tell();
  }
  return {
    changed,
    end() {
      if (timer !== null) clearTimeout(timer);
      ended = true;
      tell();
    },
  };
}
