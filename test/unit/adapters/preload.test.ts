import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { bridgeCalls, bridgeEvents } from '#shared/bridge/contract.ts';
import { callNames, eventNames } from '#shared/bridge/names.ts';
import { contextBridge, ipcRenderer, webUtils } from '../../fakes/electron.ts';

interface Exposed {
  call(name: string, input: unknown): Promise<unknown>;
  subscribe(name: string, listener: (payload: unknown) => void): () => void;
  adoptFile(file: File): Promise<unknown>;
}

const exposures: string[] = [];
let api: Exposed;

beforeAll(async () => {
  contextBridge.exposeInMainWorld.mockImplementation((name, value) => {
    exposures.push(name);
    api = value;
  });
  await import('../../../electron/preload.ts');
});

beforeEach(() => {
  ipcRenderer.invoke.mockClear();
  ipcRenderer.removeAllListeners();
});

test('the preload knows exactly the names of the contract', () => {
  expect([...callNames].sort()).toEqual(Object.keys(bridgeCalls).sort());
  expect([...eventNames].sort()).toEqual(Object.keys(bridgeEvents).sort());
});

describe('item 20: what the page gets of Electron', () => {
  test('three functions and nothing else', async () => {
    expect(exposures).toEqual(['gatewright']);
    expect(Object.keys(api).sort()).toEqual(['adoptFile', 'call', 'subscribe']);
  });

  test('a call outside the contract never reaches the host', async () => {
    await expect(api.call('shell.openExternal', null)).rejects.toThrow('not in the contract');
    await expect(api.call('__proto__', null)).rejects.toThrow('not in the contract');
    expect(() => api.subscribe('gatewright:event', () => {})).toThrow('not in the contract');
    expect(ipcRenderer.invoke).not.toHaveBeenCalled();
  });

  test('a call goes out with an id of its own', async () => {
    await api.call('app.info', null);
    await api.call('site.start', null);
    const [first, second] = ipcRenderer.invoke.mock.calls;
    expect(first).toEqual(['gatewright:call', { id: expect.any(Number), call: 'app.info', input: null }]);
    expect(second).toEqual(['gatewright:call', { id: first?.[1].id + 1, call: 'site.start', input: null }]);
  });

  test('a listener gets its payloads, never the event object, until it ends', async () => {
    const heard = vi.fn();
    const end = api.subscribe('site.changed', heard);
    ipcRenderer.emit('gatewright:event', { sender: 'secret' }, { event: 'site.changed', payload: 1 });
    ipcRenderer.emit('gatewright:event', { sender: 'secret' }, { event: 'gateways.changed', payload: 2 });
    end();
    ipcRenderer.emit('gatewright:event', { sender: 'secret' }, { event: 'site.changed', payload: 3 });
    expect(heard.mock.calls).toEqual([[1]]);
  });

  test('the path of a dropped file goes to the host only', async () => {
    webUtils.getPathForFile.mockReturnValueOnce('/home/ada/package.zip');
    ipcRenderer.invoke.mockResolvedValueOnce({
      ok: true,
      value: { token: 't', name: 'package.zip', bytes: 3 },
    });
    const answer = await api.adoptFile(new File(['abc'], 'package.zip'));
    expect(ipcRenderer.invoke).toHaveBeenCalledWith('gatewright:adopt-file', '/home/ada/package.zip');
    expect(JSON.stringify(answer)).not.toContain('/home/ada');
  });
});
