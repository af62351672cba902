import type { RecipeRunState } from '#shared/bridge/recipes.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { LibraryEntry, RecipeLibrary } from './recipe-library.ts';
import { type StartedRun, type StartRunDeps, startRun } from './start-run.ts';

/** Runs of recipes: one a port at a time; ended ones stay until they are dismissed. */
export interface RecipeRuns {
  /** Newest first. */
  list(): RecipeRunState[];
  /** Failures: RECIPE_UNKNOWN, RECIPE_INVALID, RECIPE_RUNNING, and those of {@link startRun}. */
  start(order: {
    id: string;
    port: string;
    variables: Readonly<Record<string, string>>;
    stepByStep: boolean;
  }): Promise<Result<RecipeRunState>>;
  /** Failures: RECIPE_RUN_UNKNOWN, RECIPE_NOT_ASKED. */
  answer(runId: string, answer: { to: 'next' } | { to: 'confirm'; yes: boolean }): Result<RecipeRunState>;
  /** Of an ended run nothing changes. Failure: RECIPE_RUN_UNKNOWN. */
  stop(runId: string): Result<RecipeRunState>;
  /** Failures: RECIPE_RUN_UNKNOWN, RECIPE_RUNNING. */
  dismiss(runId: string): Result<null>;
  /** Failure: RECIPE_RUN_UNKNOWN. */
  transcriptPath(runId: string): Result<string>;
  /** Stops every run and waits until the ports are given back. */
  stopAll(): Promise<void>;
}

/** Of ended runs, the last ones are kept. */
const maxEnded = 20;

export function createRecipeRuns(deps: StartRunDeps & { library: RecipeLibrary }): RecipeRuns {
  const runs = new Map<string, StartedRun>();
  /** Ports that are being opened. */
  const opening = new Map<string, string>();

  const isRunning = ({ current }: StartedRun) => current.state().state === 'running';

  function userOf(port: string): string | null {
    const running = [...runs.values()].find((run) => isRunning(run) && run.current.state().port === port);
    return running?.current.state().title ?? opening.get(port) ?? null;
  }
  /** Their transcripts stay on disk. */
  function forgetOld(): void {
    const ended = [...runs].filter(([, run]) => !isRunning(run));
    for (const [id] of ended.slice(0, -maxEnded)) runs.delete(id);
  }
  function withRun<T>(runId: string, use: (run: StartedRun) => Result<T>): Result<T> {
    const run = runs.get(runId);
    return run === undefined ? fail(failure('RECIPE_RUN_UNKNOWN')) : use(run);
  }

  return {
    list: () => [...runs.values()].map(({ current }) => current.state()).reverse(),
    async start({ id, port, variables, stepByStep }) {
      const found = usable(await deps.library.find(id));
      if (!found.ok) return found;
      const recipe = found.value;
      const user = userOf(port);
      if (user !== null) return fail(failure('RECIPE_RUNNING', { recipe: user, line: port }));
      opening.set(port, recipe.title);
      const started = await startRun(deps, {
        recipeId: id,
        recipe,
        port,
        entered: variables,
        stepByStep,
      }).finally(() => opening.delete(port));
      if (!started.ok) return started;
      forgetOld();
      runs.set(started.value.current.id, started.value);
      return ok(started.value.current.state());
    },
    answer: (runId, answer) =>
      withRun(runId, ({ run, current }) =>
        run.answer(answer) ? ok(current.state()) : fail(failure('RECIPE_NOT_ASKED')),
      ),
    stop: (runId) =>
      withRun(runId, ({ run, current }) => {
        run.stop();
        return ok(current.state());
      }),
    dismiss: (runId) =>
      withRun(runId, (started) => {
        const { title, port } = started.current.state();
        if (isRunning(started)) return fail(failure('RECIPE_RUNNING', { recipe: title, line: port }));
        runs.delete(runId);
        return ok(null);
      }),
    transcriptPath: (runId) => withRun(runId, ({ transcriptPath }) => ok(transcriptPath)),
    async stopAll() {
      for (const { run } of runs.values()) run.stop();
      await Promise.all([...runs.values()].map(({ ended }) => ended));
    },
  };
}

/** Failures: RECIPE_UNKNOWN, RECIPE_INVALID with the first complaint. */
export function usable(entry: LibraryEntry | null): Result<NonNullable<LibraryEntry['recipe']>> {
  if (entry === null) return fail(failure('RECIPE_UNKNOWN'));
  if (entry.recipe !== null) return ok(entry.recipe);
  const [first] = entry.complaints;
  const what = first === undefined ? 'it cannot be read.' : `line ${first.line}: ${first.message}`;
  return fail(failure('RECIPE_INVALID', { file: entry.fileName, what }));
}
