import { join } from 'node:path';
import type { EventBus } from '../bridge/event-bus.ts';
import type { FileShelf } from '../files/file-shelf.ts';
import type { Dialogs } from '../ports.ts';
import type { OpenRecipeLine, TransferFile } from './ports.ts';
import { createRecipeHandlers, type RecipeHandlers } from './recipe-handlers.ts';
import { createRecipeLibrary } from './recipe-library.ts';
import { createRecipeRuns } from './recipe-runs.ts';

/** Recovery recipes of the workbench. */
export interface Recipes {
  handlers: RecipeHandlers;
  /** Stops every run and gives the ports back. */
  stop(): Promise<void>;
}

export function openRecipes(deps: {
  dataFolder: string;
  /** Of the recipes that come with the product. */
  shippedFolder: string;
  openLine: OpenRecipeLine;
  transfer: TransferFile;
  files: FileShelf;
  dialogs: Dialogs | null;
  bus: EventBus;
  now: () => number;
}): Recipes {
  const { dataFolder, shippedFolder, openLine, transfer, files, dialogs, bus, now } = deps;
  const ownFolder = join(dataFolder, 'recipes');
  const library = createRecipeLibrary({ shipped: shippedFolder, own: ownFolder });
  const runs = createRecipeRuns({
    ...{ library, openLine, transfer, files, now },
    logFolder: join(dataFolder, 'logs', 'recipes'),
    receivedFolder: join(dataFolder, 'received'),
    tell: (state) => bus.emit('recipes.changed', state),
  });
  return { handlers: createRecipeHandlers({ library, runs, ownFolder, dialogs }), stop: runs.stopAll };
}
