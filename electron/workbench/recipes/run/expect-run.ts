import { failure } from '#shared/errors/failure.ts';
import type { RecipeAnswer, RecipeWay } from '#shared/recipes/step.ts';
import { fillIn, type VariableValues } from '#shared/recipes/template.ts';
import { createMatcher } from './matcher.ts';
import type { RunContext, StepRun, Way } from './step-run.ts';
import { wayOf } from './ways.ts';

/** Waits for one of the answers. What was looked at counts as read, also when none of them came in time. */
export function createExpectRun(
  step: { answers: readonly RecipeAnswer[]; timeoutMs: number; onTimeout?: RecipeWay | undefined },
  context: RunContext,
  startMs: number,
): StepRun {
  const { answers, timeoutMs, onTimeout } = step;
  const matcher = createMatcher(answers, context.values);
  const endMs = startMs + timeoutMs;

  function advance(nowMs: number): Way | null {
    const match = matcher.feed(context.unread.take());
    if (match !== null) {
      context.unread.putBack(match.rest);
      const answer = answers[match.answer];
      return wayOf(answer, `heard ${describeAnswer(answer, context.values)}`);
    }
    if (nowMs < endMs) return null;
    const expected = answers.map((answer) => describeAnswer(answer, context.values)).join(' or ');
    const cause = failure('RECIPE_NO_ANSWER', { seconds: timeoutMs / 1_000, expected });
    return wayOf(onTimeout, cause.message, cause);
  }

  return { advance, deadlineMs: () => endMs };
}

/** `"=> "`, also in titles of steps. */
export const describeAnswer = (answer: RecipeAnswer | undefined, values: VariableValues): string =>
  JSON.stringify(fillIn(answer?.text ?? answer?.regex ?? '', values).shown);
