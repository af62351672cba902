import { join } from 'node:path';
import type { EventBus } from '../bridge/event-bus.ts';
import type { FileShelf } from '../files/file-shelf.ts';
import type { Dialogs } from '../ports.ts';
import type { SerialHub } from '../serial/serial-hub.ts';
import { createRecipeHandlers, type RecipeHandlers } from './recipe-handlers.ts';
import { createRecipeLibrary } from './recipe-library.ts';
import { createRecipeRuns } from './recipe-runs.ts';
import { transferFile } from './transfer-file.ts';

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
  hub: SerialHub;
  files: FileShelf;
  dialogs: Dialogs | null;
  bus: EventBus;
  now: () => number;
}): Recipes {
  const { dataFolder, shippedFolder, hub, files, dialogs, bus, now } = deps;
  const ownFolder = join(dataFolder, 'recipes');
  const library = createRecipeLibrary({ shipped: shippedFolder, own: ownFolder });
  const runs = createRecipeRuns({
    ...{ library, files, now, transfer: transferFile },
    openLine: ({ port, settings, by }) => hub.borrow({ path: port }, settings, by),
    logFolder: join(dataFolder, 'logs', 'recipes'),
    receivedFolder: join(dataFolder, 'received'),
    tell: (state) => bus.emit('recipes.changed', state),
  });
  return { handlers: createRecipeHandlers({ library, runs, ownFolder, dialogs }), stop: runs.stopAll };
}
