import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import type { Logger } from 'pino';

/**
 * Looks for a newer workbench, downloads it and installs it when the user quits. Only in an installed copy whose
 * packaging named a place for updates (`app-update.yml`); the updater is loaded then and not before.
 */
export async function checkForUpdate(resourcesFolder: string, log: Logger): Promise<void> {
  if (!app.isPackaged || !existsSync(join(resourcesFolder, 'app-update.yml'))) return;
  const { default: updater } = await import('electron-updater');
  updater.autoUpdater.logger = null;
  updater.autoUpdater.autoInstallOnAppQuit = true;
  try {
    await updater.autoUpdater.checkForUpdates();
  } catch (error) {
    // A laptop on site is offline more often than not.
    log.info({ err: error }, 'no answer about updates');
  }
}
