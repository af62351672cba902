import { failure } from '#shared/errors/failure.ts';
import { fail, ok } from '#shared/result.ts';
import type { BridgeHandlers } from '../bridge/host.ts';
import type { WorkbenchPorts } from '../ports.ts';
import type { Notices } from './notices.ts';
import { displayFolder, type SettingsStore } from './settings.ts';

type AppHandlers = {
  [N in Extract<keyof BridgeHandlers, `app.${string}` | `settings.${string}`>]: BridgeHandlers[N];
};

/** What the workbench is, and its settings. */
export function createAppHandlers(deps: {
  ports: WorkbenchPorts;
  settings: SettingsStore;
  notices: Notices;
}): AppHandlers {
  const { ports, settings, notices } = deps;
  return {
    'app.info': async () =>
      ok({
        version: ports.version,
        surface: ports.surface,
        platform: process.platform,
        keepsSecrets: ports.secrets.keepsSecrets,
        backupFolder: displayFolder(settings.backupFolder()),
        notices: notices.list(),
      }),
    async 'app.dismissNotice'({ id }) {
      notices.dismiss(id);
      return ok(null);
    },
    'settings.get': async () => ok(settings.value()),
    'settings.update': async (change) => ok(await settings.update(change)),
    async 'settings.chooseBackupFolder'() {
      if (ports.dialogs === null) return fail(failure('DESKTOP_ONLY', { what: 'Choosing a folder' }));
      const folder = await ports.dialogs.pickFolder('Folder for backups', settings.backupFolder());
      if (folder === null) return ok(null);
      await settings.chooseBackupFolder(folder);
      return ok({ folder: displayFolder(folder) });
    },
  };
}
