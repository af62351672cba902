import { randomUUID } from 'node:crypto';
import type { RecipeRunState } from '#shared/bridge/recipes.ts';
import type { Recipe } from '#shared/recipes/recipe.ts';
import type { VariableValues } from '#shared/recipes/template.ts';
import { noteEvent } from './note-event.ts';
import type { RecipeProgress } from './ports.ts';
import type { RunEvent } from './run/machine.ts';
import { advanceProgress, startedProgress } from './run-state.ts';
import type { Transcript } from './transcript/transcript.ts';

/** What the screens see of one run. */
export interface CurrentRun {
  readonly id: string;
  state(): RecipeRunState;
  /** Of the machine; also written into the transcript. */
  follow(event: RunEvent): void;
  progress(transfer: RecipeProgress | null): void;
  /** Everything is over, also the port. */
  close(): void;
}

export interface CurrentRunDeps {
  recipeId: string;
  recipe: Recipe;
  values: VariableValues;
  port: string;
  stepByStep: boolean;
  transcript: Transcript;
  transcriptFile: string;
  now: () => number;
}

export function createCurrentRun(deps: CurrentRunDeps): CurrentRun {
  const { recipeId, recipe, values, port, stepByStep, transcript, transcriptFile, now } = deps;
  const id = randomUUID();
  const startedAt = now();
  let endedAt: number | null = null;
  let progress = startedProgress(recipe, values);
  let transfer: RecipeProgress | null = null;
  const titles = progress.steps.map((step) => step.title);

  return {
    id,
    state: () => ({
      ...{
        id,
        recipeId,
        title: recipe.title,
        port,
        stepByStep,
        startedAt,
        endedAt,
        transfer,
        transcriptFile,
      },
      ...progress,
      // Ended is what can be started again: not before the port is given back.
      state: endedAt === null ? 'running' : 'ended',
      transcript: transcript.tail(),
    }),
    follow(event) {
      noteEvent(transcript, event, titles);
      progress = advanceProgress(progress, event);
    },
    progress(next) {
      transfer = next;
    },
    close() {
      transfer = null;
      transcript.close();
      endedAt = now();
    },
  };
}
