import type { Recipe } from '#shared/recipes/recipe.ts';
import type { VariableValues } from '#shared/recipes/template.ts';
import type { RecipeMachine, RunAnswer, RunAsk, RunOutcome } from './machine.ts';
import { createOutbox } from './outbox.ts';
import { startStep } from './start-step.ts';
import type { RunContext, StepRun } from './step-run.ts';
import { createUnread } from './unread.ts';
import { createWalk } from './walk.ts';

export interface RecipeMachineOptions {
  recipe: Recipe;
  /** One for every variable of the recipe. */
  values: VariableValues;
  /** Asks before each step. */
  stepByStep: boolean;
}

/**
 * A run of a checked recipe. It always ends: each wait has a time-out, each loop a bound, and what it asks for is answered. When it does
 * not come to its last step, it sends what the recipe's `leave` has.
 */
export function createRecipeMachine({ recipe, values, stepByStep }: RecipeMachineOptions): RecipeMachine {
  const outbox = createOutbox();
  const unread = createUnread();
  const walk = createWalk(recipe, outbox.tell);
  let running: StepRun | null = null;
  let asked: RunAnswer['to'] | null = null;

  function ask(wanted: RunAsk): void {
    asked = wanted.ask === 'next' || wanted.ask === 'confirm' ? wanted.ask : 'done';
    outbox.tell({ type: 'asked', ask: wanted });
  }

  const context: RunContext = {
    ...{ recipe, values, unread, ask },
    send: outbox.send,
    tellSent: (shown) => outbox.tell({ type: 'sent', shown }),
    say: (text) => outbox.tell({ type: 'said', text }),
  };

  /** After a way was taken: the next step is there, or the end. */
  function arrive(ended: RunOutcome | null): void {
    running = null;
    asked = null;
    if (ended === null && stepByStep) ask({ ask: 'next', index: walk.index() });
    if (ended === null || ended === 'completed' || recipe.leave === undefined) return;
    context.tellSent(recipe.leave);
    outbox.send(Buffer.from(recipe.leave, 'utf8'));
  }

  /** Goes on as far as it can without waiting. */
  function run(nowMs: number, answer: RunAnswer | null) {
    let given = answer;
    for (let step = walk.step(); step !== null; step = walk.step()) {
      if (running === null) {
        if (stepByStep && given?.to !== 'next') break;
        walk.begin();
        running = startStep(step, context, nowMs);
      }
      const way = running.advance(nowMs, given);
      given = null;
      if (way === null) break;
      arrive(walk.follow(way));
    }
    return outbox.empty(running?.deadlineMs() ?? null);
  }

  return {
    start(nowMs) {
      arrive(null);
      return run(nowMs, null);
    },
    feed(bytes, nowMs) {
      unread.add(bytes, nowMs);
      return run(nowMs, null);
    },
    tick: (nowMs) => run(nowMs, null),
    answer(answer, nowMs) {
      if (asked !== answer.to) return run(nowMs, null);
      asked = null;
      return run(nowMs, answer);
    },
    end(outcome, why) {
      if (walk.step() !== null) arrive(walk.endAs(outcome, why, running !== null));
      return outbox.empty(null);
    },
  };
}
