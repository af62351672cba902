import type { EventName, EventPayload } from '#shared/bridge/contract.ts';
import type { RecipeDetails, RecipeRunState } from '#shared/bridge/recipes.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { FakeHandlers } from './fake-handlers.ts';

/** What the pretended host knows of recipes. */
export interface FakeRecipes {
  recipes: RecipeDetails[];
  runs: RecipeRunState[];
}

export const noRecipes = (): FakeRecipes => ({ recipes: [], runs: [] });

type Emit = <N extends EventName>(name: N, payload: EventPayload<N>) => void;
type RecipeHandlers = Pick<FakeHandlers, Extract<keyof FakeHandlers, `recipes.${string}`>>;

/** Runs stand at their first step until a test changes them; stopping one ends it. */
export function fakeRecipeHandlers(state: FakeRecipes, emit: Emit): RecipeHandlers {
  const change = (id: string, changed: Partial<RecipeRunState>): Result<RecipeRunState> => {
    const known = state.runs.find((run) => run.id === id);
    if (known === undefined) return fail(failure('RECIPE_RUN_UNKNOWN'));
    const next = { ...known, ...changed };
    state.runs = state.runs.map((run) => (run.id === id ? next : run));
    emit('recipes.changed', next);
    return ok(next);
  };
  return {
    'recipes.list': () => ok(state.recipes),
    'recipes.read': ({ id }) => {
      const found = state.recipes.find((recipe) => recipe.id === id);
      return found === undefined ? fail(failure('RECIPE_UNKNOWN')) : ok(found);
    },
    'recipes.revealFolder': () => ok(null),
    'recipes.runs': () => ok(state.runs),
    'recipes.start': ({ id, port, stepByStep }) => {
      const recipe = state.recipes.find((known) => known.id === id);
      if (recipe === undefined) return fail(failure('RECIPE_UNKNOWN'));
      const run = startedRun(recipe, port, stepByStep);
      state.runs = [run, ...state.runs];
      emit('recipes.changed', run);
      return ok(run);
    },
    'recipes.answer': ({ runId }) => change(runId, { asks: null }),
    'recipes.next': ({ runId }) => change(runId, { asks: null }),
    'recipes.stop': ({ runId }) =>
      change(runId, {
        ...{ state: 'ended', current: null, asks: null, endedAt: Date.now() },
        ...{ outcome: 'stopped', failure: failure('RECIPE_STOPPED') },
      }),
    'recipes.dismiss': ({ runId }) => {
      state.runs = state.runs.filter((run) => run.id !== runId);
      return ok(null);
    },
    'recipes.transcript': ({ runId }) => {
      const run = state.runs.find(({ id }) => id === runId);
      if (run === undefined) return fail(failure('RECIPE_RUN_UNKNOWN'));
      return ok({ text: run.transcript.map(({ text }) => `${text}\n`).join(''), cut: false });
    },
    'recipes.revealTranscript': () => ok(null),
  };
}

const startedRun = (recipe: RecipeDetails, port: string, stepByStep: boolean): RecipeRunState => ({
  ...{ id: crypto.randomUUID(), recipeId: recipe.id, title: recipe.title, port, stepByStep },
  state: 'running',
  steps: recipe.steps.map((title, index) => ({
    ...{ title, note: '', rounds: index === 0 ? 1 : 0 },
    state: index === 0 ? 'running' : 'waiting',
  })),
  current: 0,
  asks: null,
  said: [],
  transfer: null,
  transcript: [],
  transcriptFile: 'transcript.log',
  startedAt: Date.now(),
  ...{ endedAt: null, outcome: null, failure: null },
});
