/** The part of a terminal's buffer that tells which line is which, although old lines fall off its top. */
export interface LineCursor {
  /** Line of the cursor, counted from the oldest line that is kept. */
  line(): number;
  column(): number;
  /** A mark on the line of the cursor that moves with it; `line` is negative when it fell off. */
  mark(): { readonly line: number; dispose(): void };
}

export interface LineTimes {
  /** Everything up to the cursor arrived by `at`; called after each piece. */
  note(at: number): void;
  /** When the first byte of a line arrived; null when nobody knows. `line` as in {@link LineCursor}. */
  timeOf(line: number): number | null;
  /** Number of the cursor's line, counted from the beginning: grows also when old lines fall off. */
  lastLine(): number;
  /** Forgets the times, not the count: lines were folded anew or cleared. */
  reset(): void;
}

/** Times of arrival by line, for as many lines as the terminal keeps. */
export function createLineTimes(cursor: LineCursor, capacity: number): LineTimes {
  const times = new Float64Array(capacity);
  /** The number of the line whose time stands at a place. */
  const lines = new Float64Array(capacity).fill(-1);
  let trimmed = 0;
  let mark: ReturnType<LineCursor['mark']> | null = null;
  let markNumber = 0;
  let last = 0;

  const set = (number: number, at: number): void => {
    const place = number % capacity;
    if (lines[place] === number) return;
    lines[place] = number;
    times[place] = at;
  };

  const trimmedNow = (): number => {
    if (mark && mark.line >= 0) trimmed = markNumber - mark.line;
    return trimmed;
  };

  return {
    note(at) {
      const current = trimmedNow() + cursor.line();
      const first = Math.max(Math.min(last, current), current - capacity + 1);
      for (let number = first; number < current; number++) set(number, at);
      if (cursor.column() > 0) set(current, at);
      last = current;
      mark?.dispose();
      mark = cursor.mark();
      markNumber = current;
    },
    timeOf(line) {
      const number = trimmedNow() + line;
      const place = number % capacity;
      return lines[place] === number ? (times[place] ?? null) : null;
    },
    lastLine: () => last,
    reset() {
      lines.fill(-1);
      mark?.dispose();
      mark = null;
      trimmed = Math.max(0, last - cursor.line());
      last = trimmed + cursor.line();
    },
  };
}
