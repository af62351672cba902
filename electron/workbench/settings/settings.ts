import { homedir } from 'node:os';
import { join, sep } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { openJsonFile } from '#platform/files/json-file.ts';
import { type Settings, settingsDefaults, settingsSchema } from '#shared/bridge/settings.ts';
import type { EventBus } from '../bridge/event-bus.ts';
import type { Notices } from './notices.ts';

const fileSchema = z.object({
  format: z.literal(1),
  /** What was changed; a setting that came with an update starts with its default. */
  settings: settingsSchema.partial(),
  /** Null: the default of this computer, so that a copied data folder still works elsewhere. */
  backupFolder: z.string().nullable(),
});

export interface SettingsStore {
  value(): Settings;
  update(change: Partial<Settings>): Promise<Settings>;
  /** Absolute path of the folder into which backups are saved. */
  backupFolder(): string;
  chooseBackupFolder(folder: string): Promise<void>;
}

/** `settings.json` in the data folder; a corrupt one is set aside and told as a notice. */
export async function openSettings(deps: {
  dataFolder: string;
  defaultBackupFolder: string;
  notices: Notices;
  bus: EventBus;
  log: Logger;
}): Promise<SettingsStore> {
  const file = await openJsonFile({
    path: join(deps.dataFolder, 'settings.json'),
    schema: fileSchema,
    defaults: { format: 1, settings: {}, backupFolder: null },
    log: deps.log,
  });
  deps.notices.addSetAside('settings', file.setAside);
  // Held here as well: two changes in one tick must not both start from what is on disk.
  let kept = file.value();
  const value = (): Settings => ({ ...settingsDefaults, ...kept.settings });
  return {
    value,
    async update(change) {
      kept = { ...kept, settings: { ...kept.settings, ...change } };
      await file.write(kept);
      deps.bus.emit('settings.changed', value());
      return value();
    },
    backupFolder: () => kept.backupFolder ?? deps.defaultBackupFolder,
    async chooseBackupFolder(folder) {
      kept = { ...kept, backupFolder: folder };
      await file.write(kept);
    },
  };
}

/** How a folder is shown to the user: `~/Gatewright` rather than the full path. */
export function displayFolder(folder: string, home: string = homedir()): string {
  if (folder === home) return '~';
  return folder.startsWith(home + sep) ? `~${folder.slice(home.length)}` : folder;
}
