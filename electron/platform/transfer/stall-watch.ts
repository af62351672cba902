import type { Step } from './machine.ts';

export interface StallWatch {
  see(step: Step): void;
  stop(): void;
}

/**
 * Calls `onStall` once when no step brought a transfer forward for `stallMs`. Repeats do not count: only content that
 * arrived, another file, or an offset that was not reached before.
 */
export function createStallWatch(stallMs: number, onStall: () => void): StallWatch {
  let furthest = -1;
  let timer = setTimeout(onStall, stallMs);

  function movesOn(step: Step): boolean {
    let moves = step.data.length > 0;
    for (const event of step.events) {
      if (event.type === 'file-offered' || event.type === 'file-ended') moves = true;
      if (event.type === 'file-started') furthest = -1;
      if (event.type === 'file-started' || event.type === 'want' || event.type === 'confirmed') {
        moves ||= event.offset > furthest;
        furthest = Math.max(furthest, event.offset);
      }
    }
    return moves;
  }

  return {
    see(step) {
      if (!movesOn(step)) return;
      clearTimeout(timer);
      timer = setTimeout(onStall, stallMs);
    },
    stop: () => clearTimeout(timer),
  };
}
