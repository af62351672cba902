import { mkdir } from 'node:fs/promises';
import process from 'node:process';
import { app, type BrowserWindow, dialog, nativeTheme, protocol, session } from 'electron';
import type { Logger } from 'pino';
import { createLogger } from '#platform/logging/logger.ts';
import { setApplicationMenu } from './adapters/application-menu.ts';
import { type DesktopPaths, findDesktopPaths } from './adapters/desktop-paths.ts';
import { connectIpc, forwardEvents } from './adapters/ipc-transport.ts';
import { openSecretStore } from './adapters/secret-store.ts';
import { registerAppScheme, serveScreens } from './adapters/security/app-protocol.ts';
import { guardContents } from './adapters/security/contents-guard.ts';
import { denyPermissions } from './adapters/security/permissions.ts';
import { loadOnlyOwnContent } from './adapters/security/secure-content.ts';
import { createSystemDialogs } from './adapters/system-dialogs.ts';
import { createSystemNotifier } from './adapters/system-notifier.ts';
import { checkForUpdate } from './adapters/updater.ts';
import { createUtilitySpawner } from './adapters/utility-spawner.ts';
import { openWindow, showWindow } from './adapters/window.ts';
import { openWindowPlace } from './adapters/window-place.ts';
import { securityHeaders } from './workbench/bridge/content-security-policy.ts';
import { openLogFile } from './workbench/settings/log-file.ts';
import { createWorkbench, type Workbench } from './workbench/workbench.ts';

/** Window first, then the workbench: calls of the screens wait for it. */
async function startDesktop(): Promise<void> {
  const paths = findDesktopPaths(import.meta.dirname);
  await app.whenReady();
  setApplicationMenu(process.platform);
  loadOnlyOwnContent(session.defaultSession);
  denyPermissions(session.defaultSession);
  serveScreens(protocol, paths.screens, securityHeaders);

  const up = Promise.withResolvers<Workbench>();
  connectIpc(up.promise.then(({ bridge, files }) => ({ host: bridge, adoptPath: files.adoptPath })));
  await mkdir(paths.data, { recursive: true, mode: 0o700 });
  const log = createLogger({ name: 'workbench' }, openLogFile(paths.data));
  const remembered = await openWindowPlace(paths.data, log);
  const { preload } = paths;
  const window = openWindow({ preload, dark: nativeTheme.shouldUseDarkColors, remembered });
  app.on('second-instance', () => showWindow(window));

  const workbench = await openWorkbench(paths, () => (window.isDestroyed() ? null : window), log);
  if (workbench === null) return;
  stopBeforeQuit(() => Promise.all([workbench.stop(), remembered.flush()]), log);
  forwardEvents(workbench.bridge, window);
  up.resolve(workbench);
  await workbench.start();
  await checkForUpdate(process.resourcesPath, log);
}

async function openWorkbench(
  paths: DesktopPaths,
  currentWindow: () => BrowserWindow | null,
  log: Logger,
): Promise<Workbench | null> {
  const { data, defaultBackupFolder, gatewayEntry, keyFolders, recipeFolder, programFolders } = paths;
  const ports = {
    version: app.getVersion(),
    surface: 'desktop',
    paths: { data, defaultBackupFolder, gatewayEntry, keyFolders, recipeFolder },
    secrets: await openSecretStore(data, log),
    spawner: createUtilitySpawner({ programFolders }),
    dialogs: createSystemDialogs(currentWindow),
    notifier: createSystemNotifier(currentWindow),
  } as const;
  const created = await createWorkbench(ports, log);
  if (created.ok) return created.value;
  dialog.showErrorBox('Gatewright cannot start', created.failure.message);
  app.exit(1);
  return null;
}

/** Children are stopped gently before the process goes. */
function stopBeforeQuit(stop: () => Promise<unknown>, log: Logger): void {
  let stopping = false;
  app.on('before-quit', (event) => {
    if (stopping) return;
    stopping = true;
    event.preventDefault();
    stop()
      .catch((error: unknown) => log.error({ err: error }, 'the workbench did not stop cleanly'))
      .finally(() => app.exit(0));
  });
}

registerAppScheme();
app.enableSandbox();
app.on('web-contents-created', (_event, contents) => guardContents(contents));
app.on('window-all-closed', () => app.quit());

if (app.requestSingleInstanceLock()) {
  startDesktop().catch((error: unknown) => {
    dialog.showErrorBox('Gatewright cannot start', error instanceof Error ? error.message : String(error));
    app.exit(1);
  });
} else {
  app.quit();
}
