/** Electron's entry, run for real on the fake module: a real workbench on a data folder of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  app,
  defaultSession,
  dialog,
  FakeWebContents,
  ipcHandlers,
  openedWindows,
  schemeHandlers,
} from '../../fakes/electron.ts';

let folder = '';
const page = { url: 'app://gatewright/index.html', origin: 'app://gatewright', frameTreeNodeId: 1 };
const fromPage = { sender: { mainFrame: page }, senderFrame: page };

async function call(name: string, input: unknown): Promise<unknown> {
  const handler = ipcHandlers.get('gatewright:call');
  return handler?.(fromPage as Electron.IpcMainInvokeEvent, { id: 1, call: name, input });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatewright-main-'));
  Object.defineProperty(process, 'resourcesPath', { value: join(folder, 'resources'), configurable: true });
  app.getPath.mockImplementation((name) => join(folder, name));
  await import('../../../electron/main.ts');
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));

describe('the Electron entry', () => {
  test('locks down before it opens the window', async () => {
    await vi.waitFor(() => expect(openedWindows).toHaveLength(1));
    expect(schemeHandlers.has('app')).toBe(true);
    expect(defaultSession.handlers.beforeRequest).toBeDefined();
    expect(defaultSession.handlers.permissionRequest).toBeDefined();
    const contents = new FakeWebContents();
    app.emit('web-contents-created', {}, contents);
    expect(contents.openHandler).not.toBeNull();
  });

  test('answers calls of the screens from a real workbench, which keeps its data where the system says', async () => {
    expect(await call('app.info', null)).toMatchObject({
      ok: true,
      value: { surface: 'desktop', keepsSecrets: true },
    });
    expect(await call('gateways.list', null)).toEqual({ ok: true, value: [] });
  });

  test('events of the workbench reach the window', async () => {
    await call('settings.update', { theme: 'dark' });
    const [window] = openedWindows;
    const message = { event: 'settings.changed', payload: expect.objectContaining({ theme: 'dark' }) };
    await vi.waitFor(() =>
      expect(window?.webContents.send).toHaveBeenCalledWith('gatewright:event', message),
    );
  });

  test('a second start brings the window to the front', () => {
    const [window] = openedWindows;
    app.emit('second-instance');
    expect(window?.focused).toBe(true);
  });

  test('quitting waits until the workbench has stopped', async () => {
    app.exit.mockClear();
    const preventDefault = vi.fn();
    app.emit('before-quit', { preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
    expect(app.exit).not.toHaveBeenCalled();
    await vi.waitFor(() => expect(app.exit).toHaveBeenCalledExactlyOnceWith(0));
    expect(dialog.showErrorBox).not.toHaveBeenCalled();
  });
});
