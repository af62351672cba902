import { type Failure, failure } from '#shared/errors/failure.ts';
import type { Way } from './step-run.ts';

/** How often each way with an `atMost` was taken. */
export interface CountedWays {
  /** Why the way from step number `from` cannot be taken once more, or null: then it is taken. */
  take(from: number, way: Extract<Way, { go: 'to' }>): Failure | null;
}

export function createCountedWays(): CountedWays {
  const taken = new Map<string, number>();
  return {
    take(from, { label, atMost, failure: cause }) {
      if (atMost === null) return null;
      const key = `${from} ${label}`;
      const tries = (taken.get(key) ?? 0) + 1;
      taken.set(key, tries);
      return tries <= atMost ? null : (cause ?? failure('RECIPE_TOO_MANY_TRIES', { tries }));
    },
  };
}
