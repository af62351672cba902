import { mkdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileReason } from '#platform/files/file-error.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok } from '#shared/result.ts';
import type { BridgeHandlers } from '../bridge/host.ts';
import type { Dialogs } from '../ports.ts';
import { readEnd } from './read-end.ts';
import type { RecipeLibrary } from './recipe-library.ts';
import { type RecipeRuns, usable } from './recipe-runs.ts';
import { detailsView, entryView } from './recipe-view.ts';

export type RecipeHandlers = {
  [N in Extract<keyof BridgeHandlers, `recipes.${string}`>]: BridgeHandlers[N];
};

/** More than any screen can show. */
const maxTranscriptBytes = 1_024 * 1_024;

export function createRecipeHandlers(deps: {
  library: RecipeLibrary;
  runs: RecipeRuns;
  ownFolder: string;
  dialogs: Dialogs | null;
}): RecipeHandlers {
  const { library, runs, ownFolder, dialogs } = deps;
  return {
    'recipes.list': async () => ok((await library.list()).map(entryView)),
    async 'recipes.read'({ id }) {
      const entry = await library.find(id);
      const found = usable(entry);
      if (!found.ok) return found;
      return entry === null ? fail(failure('RECIPE_UNKNOWN')) : ok(detailsView(entry, found.value));
    },
    async 'recipes.revealFolder'() {
      if (dialogs === null) return fail(failure('DESKTOP_ONLY', { what: 'Showing a folder' }));
      await mkdir(ownFolder, { recursive: true });
      await dialogs.reveal(ownFolder);
      return ok(null);
    },
    'recipes.runs': async () => ok(runs.list()),
    'recipes.start': (order) => runs.start(order),
    'recipes.answer': async ({ runId, yes }) => runs.answer(runId, { to: 'confirm', yes }),
    'recipes.next': async ({ runId }) => runs.answer(runId, { to: 'next' }),
    'recipes.stop': async ({ runId }) => runs.stop(runId),
    'recipes.dismiss': async ({ runId }) => runs.dismiss(runId),
    async 'recipes.transcript'({ runId }) {
      const path = runs.transcriptPath(runId);
      if (!path.ok) return path;
      try {
        return ok(await readEnd(path.value, maxTranscriptBytes));
      } catch (error) {
        return fail(failure('FILE_READ', { file: basename(path.value), why: fileReason(error) }));
      }
    },
    async 'recipes.revealTranscript'({ runId }) {
      const path = runs.transcriptPath(runId);
      if (!path.ok) return path;
      if (dialogs === null) return fail(failure('DESKTOP_ONLY', { what: 'Showing a file' }));
      await dialogs.reveal(path.value);
      return ok(null);
    },
  };
}
