import type { RecipeRunState } from '#shared/bridge/recipes.ts';
import type { Recipe } from '#shared/recipes/recipe.ts';
import { stepTitle } from '#shared/recipes/step-title.ts';
import { fillIn, type VariableValues } from '#shared/recipes/template.ts';
import type { RunEvent } from './run/machine.ts';

/** Without the transcript and the transfer, which do not come from the machine. */
export type RunProgress = Pick<
  RecipeRunState,
  'state' | 'steps' | 'current' | 'asks' | 'said' | 'outcome' | 'failure'
>;

export function startedProgress(recipe: Recipe, values: VariableValues): RunProgress {
  const steps = recipe.steps.map((step) => ({
    title: fillIn(stepTitle(step), values).shown,
    state: 'waiting' as const,
    rounds: 0,
    note: '',
  }));
  return { state: 'running', steps, current: 0, asks: null, said: [], outcome: null, failure: null };
}

/** A recipe that loops tells the same again and again. */
const maxSaid = 20;

/** Where the run is after an event. */
export function advanceProgress(progress: RunProgress, event: RunEvent): RunProgress {
  switch (event.type) {
    case 'step-started':
      return {
        ...progress,
        current: event.index,
        asks: null,
        steps: changeStep(progress, event.index, { state: 'running', rounds: event.round, note: '' }),
      };
    case 'step-ended':
      return {
        ...progress,
        asks: null,
        steps: changeStep(progress, event.index, { state: event.result, note: event.note }),
      };
    case 'asked':
      if (event.ask.ask === 'next') return { ...progress, asks: event.ask, current: event.ask.index };
      return event.ask.ask === 'confirm' ? { ...progress, asks: event.ask } : progress;
    case 'said':
      return { ...progress, said: [...progress.said, event.text].slice(-maxSaid) };
    case 'ended':
      return {
        ...progress,
        ...{ state: 'ended', current: null, asks: null, outcome: event.outcome, failure: event.failure },
      };
    case 'sent':
      return progress;
  }
}

const changeStep = (
  { steps }: RunProgress,
  index: number,
  change: Partial<RunProgress['steps'][number]>,
): RunProgress['steps'] => steps.map((step, at) => (at === index ? { ...step, ...change } : step));
