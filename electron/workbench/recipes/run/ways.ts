import { type Failure, failure } from '#shared/errors/failure.ts';
import type { RecipeAnswer, RecipeWay } from '#shared/recipes/step.ts';
import type { Way } from './step-run.ts';

/** Where the run goes on after something went well or ill, as the recipe has it. `cause`: why, when it went ill. */
export function wayOf(
  way: RecipeWay | RecipeAnswer | undefined,
  note: string,
  cause: Failure | null = null,
): Way {
  if (way?.fail !== undefined) return { go: 'fail', failure: saidFailure(way.fail, cause) };
  if (way?.goto !== undefined) {
    return { go: 'to', label: way.goto, atMost: way.atMost ?? null, note, failure: cause };
  }
  return cause === null ? { go: 'next', note } : { go: 'fail', failure: cause };
}

/** The recipe's own sentence; what was seen goes into the details. */
const saidFailure = (said: string, cause: Failure | null): Failure =>
  failure('RECIPE_FAILED', { said }, cause?.message);
