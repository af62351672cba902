import { expect, test, vi } from 'vitest';
import { ok } from '#shared/result.ts';
import { connectIpc, forwardEvents } from '../../../electron/adapters/ipc-transport.ts';
import type { BridgeEvent } from '../../../electron/workbench/bridge/event-bus.ts';
import type { BridgeHost, BridgeSender } from '../../../electron/workbench/bridge/host.ts';
import { BrowserWindow, ipcHandlers } from '../../fakes/electron.ts';

function createHost() {
  const senders: { request: unknown; trusted: boolean; description: string }[] = [];
  const listeners = new Set<(event: BridgeEvent) => void>();
  const host: BridgeHost = {
    async handle(request: unknown, sender: BridgeSender) {
      senders.push({ request, trusted: sender.isTrusted(), description: sender.description });
      return { ok: true, value: 'answer' };
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return { host, senders, listeners };
}

const page = { url: 'app://gatewright/index.html', origin: 'app://gatewright', frameTreeNodeId: 1 };
const fromPage = { sender: { mainFrame: page }, senderFrame: page };
const foreign = { url: 'https://example.org/', origin: 'https://example.org', frameTreeNodeId: 2 };
const fromStranger = { sender: { mainFrame: page }, senderFrame: foreign };

function send(channel: string, event: object, message: unknown): Promise<unknown> {
  const handler = ipcHandlers.get(channel);
  if (handler === undefined) throw new Error(`no handler for ${channel}`);
  return handler(event as Electron.IpcMainInvokeEvent, message);
}

test('a message that comes before the workbench is up waits for it; its sender is judged by frame', async () => {
  const { host, senders } = createHost();
  const up = Promise.withResolvers<{ host: BridgeHost; adoptPath: () => Promise<never> }>();
  connectIpc(up.promise);
  const early = send('gatewright:call', fromPage, { id: 1, call: 'app.info', input: null });
  const strange = send('gatewright:call', fromStranger, { id: 2, call: 'app.info', input: null });
  expect(senders).toEqual([]);
  up.resolve({ host, adoptPath: () => Promise.reject(new Error('not asked')) });
  expect(await early).toEqual({ ok: true, value: 'answer' });
  await strange;
  expect(senders.map(({ trusted, description }) => [trusted, description])).toEqual([
    [true, 'ipc app://gatewright/index.html'],
    [false, 'ipc https://example.org/'],
  ]);
});

test('a dropped file is adopted by path, only for our page and only when it has a path', async () => {
  const adoptPath = vi.fn(async () => ok({ token: 't', name: 'a.zip', bytes: 1 }));
  connectIpc(Promise.resolve({ host: createHost().host, adoptPath }));
  expect(await send('gatewright:adopt-file', fromStranger, '/etc/shadow')).toMatchObject({
    failure: { code: 'BRIDGE_SENDER_REFUSED' },
  });
  for (const path of ['', null, { path: '/etc/shadow' }]) {
    expect(await send('gatewright:adopt-file', fromPage, path)).toMatchObject({
      failure: { code: 'BRIDGE_BAD_INPUT' },
    });
  }
  expect(adoptPath).not.toHaveBeenCalled();
  expect(await send('gatewright:adopt-file', fromPage, '/home/ada/a.zip')).toMatchObject({ ok: true });
  expect(adoptPath).toHaveBeenCalledExactlyOnceWith('/home/ada/a.zip');
});

test('events reach the window until it is closed', () => {
  const { host, listeners } = createHost();
  const window = new BrowserWindow();
  forwardEvents(host, window.asWindow());
  const message: BridgeEvent = { event: 'gateways.removed', payload: { id: 'x' } };
  for (const listener of listeners) listener(message);
  expect(window.webContents.send).toHaveBeenCalledExactlyOnceWith('gatewright:event', message);
  window.destroyed = true;
  for (const listener of listeners) listener(message);
  expect(window.webContents.send).toHaveBeenCalledOnce();
  window.emit('closed');
  expect(listeners.size).toBe(0);
});
