import type { Failure } from '#shared/errors/failure.ts';
import type { Recipe } from '#shared/recipes/recipe.ts';
import type { VariableValues } from '#shared/recipes/template.ts';
import type { RunAnswer, RunAsk } from './machine.ts';
import type { Unread } from './unread.ts';

/** What a running step sees of the run. */
export interface RunContext {
  recipe: Recipe;
  values: VariableValues;
  unread: Unread;
  send(bytes: Uint8Array): void;
  /** Tells what is sent, once a step, as it may be shown. */
  tellSent(shown: string): void;
  say(text: string): void;
  /** The answer comes with the next `advance`. */
  ask(ask: RunAsk): void;
}

/** One execution of one step. */
export interface StepRun {
  /** Looks at what is unread, at the time and at an answer; how the run goes on, or null when the step is not over. */
  advance(nowMs: number, answer: RunAnswer | null): Way | null;
  /** When to look again even if nothing comes; null: not at all. */
  deadlineMs(): number | null;
}

export type Way =
  | { go: 'next'; note: string }
  | { go: 'to'; label: string; atMost: number | null; note: string; failure: Failure | null }
  | { go: 'fail'; failure: Failure }
  | { go: 'stop'; failure: Failure };
