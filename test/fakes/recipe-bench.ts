import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect } from 'vitest';
import type { ByteLine } from '#platform/serial/byte-line.ts';
import type { RecipeRunState } from '#shared/bridge/recipes.ts';
import { ok } from '#shared/result.ts';
import { createFileShelf } from '../../electron/workbench/files/file-shelf.ts';
import type { RecipeLine, TransferFile } from '../../electron/workbench/recipes/ports.ts';
import { createRecipeLibrary } from '../../electron/workbench/recipes/recipe-library.ts';
import { createRecipeRuns, type RecipeRuns } from '../../electron/workbench/recipes/recipe-runs.ts';
import { transferFile } from '../../electron/workbench/recipes/transfer-file.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const shippedRecipes = resolve(import.meta.dirname, '../../resources/recipes');

/** Runs of recipes on one line, as the workbench has them. */
export interface RecipeBench {
  runs: RecipeRuns;
  /** Of the user's own recipes. */
  ownFolder: string;
  folder: string;
  /** Every state that was told, in order. */
  told: RecipeRunState[];
  /** What the line was asked for beside bytes. */
  controls: string[];
  released(): number;
  /** A token for a file of this computer. */
  adopt(path: string): Promise<string>;
  /** Answers the run's id; fails the test with the failure's sentence. */
  start(order: Parameters<RecipeRuns['start']>[0]): Promise<string>;
  state(id: string): RecipeRunState;
  /** Answers each question with `yes` as it comes, until the run has ended. */
  goThrough(id: string, yes?: (question: string) => boolean): Promise<RecipeRunState>;
  transcript(id: string): Promise<string>;
}

export async function startRecipeBench(
  line: ByteLine,
  transfer: TransferFile = transferFile,
): Promise<RecipeBench> {
  const folder = await temporaryFolder();
  const files = createFileShelf(join(folder, 'uploads'));
  await files.start();
  const ownFolder = join(folder, 'recipes');
  const told: RecipeRunState[] = [];
  const controls: string[] = [];
  let releases = 0;
  const recipeLine: RecipeLine = {
    ...line,
    changeRate: async (baudRate) => {
      controls.push(`baud ${baudRate}`);
      return ok(null);
    },
    setSignals: async (signals) => {
      controls.push(`signals ${JSON.stringify(signals)}`);
      return ok(null);
    },
    sendBreak: async (ms) => {
      controls.push(`break ${ms}`);
      return ok(null);
    },
    handBack: async () => {
      releases += 1;
    },
  };
  const runs = createRecipeRuns({
    library: createRecipeLibrary({ shipped: shippedRecipes, own: ownFolder }),
    openLine: async () => ok(recipeLine),
    ...{ transfer, files, now: Date.now },
    logFolder: join(folder, 'logs'),
    receivedFolder: join(folder, 'received'),
    tell: (state) => void told.push(state),
  });
  const state = (id: string): RecipeRunState => {
    const found = runs.list().find((run) => run.id === id);
    if (found === undefined) throw new Error(`no run ${id}`);
    return found;
  };
  return {
    ...{ runs, ownFolder, folder, told, controls, state },
    released: () => releases,
    async adopt(path) {
      const adopted = await files.adoptPath(path);
      if (!adopted.ok) throw new Error(adopted.failure.message);
      return adopted.value.token;
    },
    async start(order) {
      const started = await runs.start(order);
      if (!started.ok) throw new Error(started.failure.message);
      return started.value.id;
    },
    async goThrough(id, yes = () => true) {
      const look = () => {
        const { asks, state: runState } = state(id);
        if (asks?.ask === 'next') runs.answer(id, { to: 'next' });
        if (asks?.ask === 'confirm') runs.answer(id, { to: 'confirm', yes: yes(asks.question) });
        return runState;
      };
      const failed = () => state(id).transcript.map(({ kind, text }) => `${kind} ${text}`);
      await expect
        .poll(look, { timeout: 100_000, interval: 20 })
        .toBe('ended')
        .catch((error: unknown) => {
          throw new Error(failed().join('\n'), { cause: error });
        });
      return state(id);
    },
    transcript: (id) => readFile(join(folder, 'logs', state(id).transcriptFile), 'utf8'),
  };
}
