import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecipeRunState } from '#shared/bridge/recipes.ts';
import type { Recipe } from '#shared/recipes/recipe.ts';
import { ok, type Result } from '#shared/result.ts';
import type { FileShelf } from '../files/file-shelf.ts';
import { type Changes, createChanges } from './changes.ts';
import { type CurrentRun, createCurrentRun } from './current-run.ts';
import type { OpenRecipeLine, RecipeLine, TransferFile } from './ports.ts';
import { createRecipeMachine } from './run/recipe-machine.ts';
import { createRecipeTransfers } from './run/recipe-transfers.ts';
import { type RecipeRun, runRecipe } from './run/run-recipe.ts';
import { openTranscript, type Transcript } from './transcript/transcript.ts';
import { type EnteredVariables, readVariables } from './variable-files.ts';

export interface StartRunDeps {
  openLine: OpenRecipeLine;
  transfer: TransferFile;
  files: FileShelf;
  /** Of transcripts. */
  logFolder: string;
  /** Where received files go. */
  receivedFolder: string;
  tell(state: RecipeRunState): void;
  now: () => number;
}

export interface RunOrder {
  recipeId: string;
  recipe: Recipe;
  port: string;
  entered: Readonly<Record<string, string>>;
  stepByStep: boolean;
}

export interface StartedRun {
  current: CurrentRun;
  run: RecipeRun;
  transcriptPath: string;
  /** The port is given back and the transcript closed. */
  ended: Promise<void>;
}

/** Checks what was entered, opens the port and begins. Failures: those of `readVariables` and of the port; nothing was sent then. */
export async function startRun(deps: StartRunDeps, order: RunOrder): Promise<Result<StartedRun>> {
  const { recipe, port } = order;
  const variables = await readVariables(recipe, order.entered, deps.files);
  if (!variables.ok) return variables;
  await mkdir(deps.logFolder, { recursive: true, mode: 0o700 });
  const { newline: _ours, ...settings } = recipe.line;
  const opened = await deps.openLine({ port, settings, by: `recipe ${recipe.title}` });
  if (!opened.ok) return opened;
  return ok(begin(deps, order, variables.value, opened.value));
}

function begin(
  deps: StartRunDeps,
  order: RunOrder,
  { values, files }: EnteredVariables,
  line: RecipeLine,
): StartedRun {
  const { recipe, recipeId, port, stepByStep } = order;
  const transcriptFile = transcriptName(recipeId, deps.now());
  const transcriptPath = join(deps.logFolder, transcriptFile);
  const secrets = [...values.values()].filter(({ secret }) => secret).map(({ text }) => text);
  const transcript = openTranscript({ path: transcriptPath, secrets, now: deps.now });
  transcript.add('note', `${recipe.title}, on ${port}`);
  const current = createCurrentRun({
    ...{ recipeId, recipe, values, port, stepByStep, transcript, transcriptFile, now: deps.now },
  });
  const changes = createChanges(() => deps.tell(current.state()));
  const tokens = recipe.variables
    .filter(({ kind }) => kind === 'file')
    .map(({ name }) => order.entered[name] ?? '');
  const holds = tokens.map((token) => deps.files.hold(token));
  const run = runRecipe({
    machine: createRecipeMachine({ recipe, values, stepByStep }),
    line,
    transfers: createRecipeTransfers({
      transfer: deps.transfer,
      fileOf: (variable) => files.get(variable) ?? { path: '', name: variable },
      receivedFolder: deps.receivedFolder,
      onProgress(progress) {
        current.progress(progress);
        changes.changed();
      },
    }),
    transcript: hearing(transcript, changes),
    onEvent(event) {
      current.follow(event);
      changes.changed();
    },
  });
  const ended = run.ended.then(async () => {
    await line.handBack();
    await Promise.all(holds.map((letGo) => letGo()));
    current.close();
    changes.end();
  });
  return { current, run, transcriptPath, ended };
}

const hearing = (transcript: Transcript, changes: Changes): Pick<Transcript, 'received'> => ({
  received(bytes) {
    transcript.received(bytes);
    changes.changed();
  },
});

/** `2026-11-30T20-15-00.000Z-u-boot-loady.log` */
const transcriptName = (recipeId: string, atMs: number): string => {
  const recipe = recipeId.replace(/^.*\//, '').replace(/\.ya?ml$/i, '');
  const safe = recipe.replace(/[^\w.-]/g, '_').slice(0, 60);
  return `${new Date(atMs).toISOString().replaceAll(':', '-')}-${safe}.log`;
};
