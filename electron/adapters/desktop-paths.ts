import { join, resolve } from 'node:path';
import { app } from 'electron';

/** Where things are on this computer. */
export interface DesktopPaths {
  data: string;
  defaultBackupFolder: string;
  /** Built screens. */
  screens: string;
  preload: string;
  gatewayEntry: string;
  keyFolders: readonly string[];
  recipeFolder: string;
  /** Programs that child processes may ask for: our own and the revisions that were installed. */
  programFolders: readonly string[];
}

/** `mainFolder`: where the bundle of the Electron entry is; the other bundles lie beside it (electron.vite.config.ts). */
export function findDesktopPaths(mainFolder: string): DesktopPaths {
  const data = app.getPath('userData');
  return {
    data,
    defaultBackupFolder: join(app.getPath('home'), 'Gatewright'),
    screens: resolve(mainFolder, '../renderer'),
    preload: resolve(mainFolder, '../preload/preload.cjs'),
    gatewayEntry: join(mainFolder, 'gateway.js'),
    // Inside the package too, where its integrity check covers them.
    keyFolders: [resolve(mainFolder, '../../resources/keys')],
    recipeFolder: resolve(mainFolder, '../../resources/recipes'),
    programFolders: [mainFolder, join(data, 'site')],
  };
}
