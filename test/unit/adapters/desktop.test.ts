import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { setApplicationMenu } from '../../../electron/adapters/application-menu.ts';
import { createSystemDialogs } from '../../../electron/adapters/system-dialogs.ts';
import { createSystemNotifier } from '../../../electron/adapters/system-notifier.ts';
import { checkForUpdate } from '../../../electron/adapters/updater.ts';
import { openWindow, showWindow } from '../../../electron/adapters/window.ts';
import { openWindowPlace } from '../../../electron/adapters/window-place.ts';
import {
  app,
  BrowserWindow,
  dialog,
  Menu,
  openedWindows,
  shell,
  shownNotifications,
} from '../../fakes/electron.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';

const checkForUpdates = vi.hoisted(() => vi.fn(async () => null));
vi.mock('electron-updater', () => ({
  default: { autoUpdater: { logger: null, autoInstallOnAppQuit: false, checkForUpdates } },
}));

beforeEach(() => {
  openedWindows.length = 0;
  shownNotifications.length = 0;
  checkForUpdates.mockClear();
});

describe('window', () => {
  test('opens our page with locked preferences and shows itself when it has painted', async () => {
    const remembered = await openWindowPlace(await temporaryFolder(), pino({ level: 'silent' }));
    openWindow({ preload: '/app/out/preload/preload.cjs', dark: true, remembered });
    const [window] = openedWindows;
    expect(window?.options.show).toBe(false);
    expect(window?.options.webPreferences).toMatchObject({
      sandbox: true,
      preload: '/app/out/preload/preload.cjs',
    });
    expect(window?.loadURL).toHaveBeenCalledExactlyOnceWith('app://gatewright/index.html');
    expect(window?.visible).toBe(false);
    window?.emit('ready-to-show');
    expect(window?.visible).toBe(true);
  });

  test('comes to the front from wherever it is', () => {
    const window = new BrowserWindow();
    window.minimized = true;
    showWindow(window.asWindow());
    expect([window.minimized, window.visible, window.focused]).toEqual([false, true, true]);
  });
});

describe('dialogs', () => {
  test('attach to the window and answer with the path, or null when closed', async () => {
    const window = new BrowserWindow();
    const dialogs = createSystemDialogs(() => window.asWindow());
    expect(await dialogs.pickFile('Choose a package')).toBeNull();
    dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: ['/home/ada/a.zip'] });
    expect(await dialogs.pickFile('Choose a package')).toBe('/home/ada/a.zip');
    expect(dialog.showOpenDialog).toHaveBeenLastCalledWith(window, {
      title: 'Choose a package',
      properties: ['openFile'],
    });
    await dialogs.reveal('/home/ada/a.zip');
    expect(shell.showItemInFolder).toHaveBeenCalledExactlyOnceWith('/home/ada/a.zip');
  });

  test('work without a window', async () => {
    dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: ['/media/usb'] });
    expect(await createSystemDialogs(() => null).pickFolder('Backups', '/home/ada')).toBe('/media/usb');
    expect(dialog.showOpenDialog.mock.lastCall).toHaveLength(1);
  });
});

describe('notifications', () => {
  test('appear only while nobody sees the window, and bring it back', () => {
    const window = new BrowserWindow();
    const notifier = createSystemNotifier(() => window.asWindow());
    window.visible = true;
    window.focused = true;
    notifier.notify({ title: 'Upgraded', body: 'boiler-room runs 2026.12.0' });
    expect(shownNotifications).toEqual([]);
    window.visible = false;
    window.minimized = true;
    notifier.notify({ title: 'Upgraded', body: 'boiler-room runs 2026.12.0' });
    expect(shownNotifications[0]?.options).toEqual({
      title: 'Upgraded',
      body: 'boiler-room runs 2026.12.0',
      silent: true,
    });
    shownNotifications[0]?.emit('click');
    expect([window.visible, window.minimized]).toEqual([true, false]);
  });
});

describe('menu', () => {
  test('exists on macOS, where copy and paste live in it, and nowhere else', () => {
    setApplicationMenu('linux');
    expect(Menu.setApplicationMenu).toHaveBeenLastCalledWith(null);
    setApplicationMenu('darwin');
    expect(Menu.setApplicationMenu.mock.lastCall?.[0]).toContainEqual({ role: 'editMenu' });
  });
});

describe('updates', () => {
  const log = pino({ level: 'silent' });

  test('are looked for only in an installed copy that names a place for them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gatewright-resources-'));
    try {
      app.isPackaged = true;
      await checkForUpdate(folder, log);
      expect(checkForUpdates).not.toHaveBeenCalled();
      await writeFile(join(folder, 'app-update.yml'), 'provider: generic\n');
      app.isPackaged = false;
      await checkForUpdate(folder, log);
      expect(checkForUpdates).not.toHaveBeenCalled();
      app.isPackaged = true;
      checkForUpdates.mockRejectedValueOnce(new Error('offline'));
      await checkForUpdate(folder, log);
      expect(checkForUpdates).toHaveBeenCalledOnce();
    } finally {
      app.isPackaged = false;
      await rm(folder, { recursive: true, force: true });
    }
  });
});
