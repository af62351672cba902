import type { RetryClock } from '../retry-clock.ts';
import type { StepBuilder } from '../step-builder.ts';
import type { Place } from './context.ts';

export interface Delivery {
  /** Everything before it has arrived, by the receiver's last word. */
  confirmed(): number;
  furthest(): number;
  /** The receiver says that it has everything before `offset`. */
  reach(offset: number, nowMs: number): void;
  /** The receiver wants `offset` next, whatever it said before. */
  goBack(offset: number): void;
}

/** How far the receiver has got. Only what it never had before counts as progress, or going back and forth had no end. */
export function createDelivery(place: Place, step: StepBuilder, clock: RetryClock): Delivery {
  let { offset: confirmed, furthest } = place;
  return {
    confirmed: () => confirmed,
    furthest: () => furthest,
    reach(offset, nowMs) {
      confirmed = Math.max(confirmed, offset);
      if (offset <= furthest) return;
      furthest = offset;
      clock.progress(nowMs);
      step.event({ type: 'confirmed', index: place.index, offset });
    },
    goBack(offset) {
      confirmed = offset;
    },
  };
}
