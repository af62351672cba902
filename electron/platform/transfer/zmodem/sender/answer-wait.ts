import type { RetryClock } from '../retry-clock.ts';
import type { Window } from './window.ts';

/** `answer`: the ZACK of a ZCRCW. `room`: any ZACK, because the window is full. */
export type Awaited = 'answer' | 'room';

export interface AnswerWait {
  awaits(): Awaited | null;
  begin(what: Awaited, nowMs: number): void;
  over(): void;
  /** Something was said twice, or garbled: acts in a moment as if the receiver were silent, unless all turns out well. */
  lookInto(nowMs: number): void;
  /** What is waited for next was said again for want of an answer; that does not begin the patience anew. */
  repeats(): void;
  /** The receiver got further, or wants something else. */
  moved(): void;
}

/** A receiver that names a buffer may erase and write flash before it answers. */
const segmentPatienceMs = 10_000;
const leastQuietMs = 50;
const mostQuietMs = 1_500;

/** What the sender waits for in the middle of a file, and for how long. */
export function createAnswerWait(clock: RetryClock, window: Window, inSegments: boolean): AnswerWait {
  let awaited: Awaited | null = null;
  let looking = false;
  let repeating = false;

  return {
    awaits: () => awaited,
    begin(what, nowMs) {
      awaited = what;
      looking = false;
      if (repeating) return;
      // Nothing had to be heard while content went out.
      clock.heard(nowMs);
      clock.wait(nowMs, inSegments ? segmentPatienceMs : undefined);
    },
    over() {
      awaited = null;
    },
    lookInto(nowMs) {
      if (looking) return;
      looking = true;
      clock.wait(nowMs, Math.min(Math.max(3 * window.roundTripMs(), leastQuietMs), mostQuietMs));
    },
    repeats() {
      repeating = true;
    },
    moved() {
      repeating = false;
    },
  };
}
