import type { Failure } from '#shared/errors/failure.ts';
import type { Recipe } from '#shared/recipes/recipe.ts';
import type { RecipeStep } from '#shared/recipes/step.ts';
import { labelsOf } from '#shared/recipes/step-flow.ts';
import { createCountedWays } from './counted-ways.ts';
import type { RunEvent, RunOutcome } from './machine.ts';
import type { Way } from './step-run.ts';

/** Where in its steps a run is. */
export interface Walk {
  /** The current one; null when the run has ended. */
  step(): RecipeStep | null;
  /** Its number. */
  index(): number;
  /** Its execution begins. */
  begin(): void;
  /** Its execution is over; how the run ended with it, or null when there is a next step. */
  follow(way: Way): RunOutcome | null;
  /** Ends the run from outside. `within`: while a step was being executed. */
  endAs(outcome: 'stopped' | 'failed', why: Failure, within: boolean): RunOutcome;
}

export function createWalk({ steps }: Recipe, tell: (event: RunEvent) => void): Walk {
  const labels = labelsOf(steps);
  const rounds = new Map<number, number>();
  const countedWays = createCountedWays();
  let index = 0;

  const tellStep = (result: 'done' | 'failed' | 'stopped', note: string) =>
    tell({ type: 'step-ended', index, result, note });

  function end(outcome: RunOutcome, failure: Failure | null): RunOutcome {
    index = steps.length;
    tell({ type: 'ended', outcome, failure });
    return outcome;
  }
  function enter(next: number): RunOutcome | null {
    index = next;
    return index < steps.length ? null : end('completed', null);
  }
  function endAs(outcome: 'stopped' | 'failed', why: Failure, within: boolean): RunOutcome {
    if (within) tellStep(outcome, why.message);
    return end(outcome, why);
  }

  return {
    endAs,
    step: () => steps[index] ?? null,
    index: () => index,
    begin() {
      const round = (rounds.get(index) ?? 0) + 1;
      rounds.set(index, round);
      tell({ type: 'step-started', index, round });
    },
    follow(way) {
      if (way.go === 'fail') return endAs('failed', way.failure, true);
      if (way.go === 'stop') return endAs('stopped', way.failure, true);
      if (way.go === 'next') {
        tellStep('done', way.note);
        return enter(index + 1);
      }
      const failed = countedWays.take(index, way);
      if (failed !== null) return endAs('failed', failed, true);
      tellStep(way.failure === null ? 'done' : 'failed', way.note);
      return enter(labels.get(way.label) ?? steps.length);
    },
  };
}
