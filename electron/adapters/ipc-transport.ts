import { type BrowserWindow, type IpcMainInvokeEvent, ipcMain } from 'electron';
import type { FileToken } from '#shared/bridge/files.ts';
import { ipcChannels } from '#shared/bridge/names.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, type Result } from '#shared/result.ts';
import type { BridgeHost } from '../workbench/bridge/host.ts';
import { isTrustedFrame } from './security/trusted-frame.ts';

/** What the screens reach through IPC. It may still be starting when the first message comes. */
export interface IpcTarget {
  host: BridgeHost;
  /** A file of this computer that the user dropped, as a token. */
  adoptPath(path: string): Promise<Result<FileToken>>;
}

/** The bridge over Electron's IPC. Each message waits for the workbench, so that the window may open before it. */
export function connectIpc(target: Promise<IpcTarget>): void {
  ipcMain.handle(ipcChannels.call, async (event, request: unknown) => {
    const { host } = await target;
    return host.handle(request, {
      description: `ipc ${event.senderFrame?.url ?? 'frame gone'}`,
      isTrusted: () => isTrustedFrame(event),
    });
  });
  ipcMain.handle(ipcChannels.adoptFile, async (event, path: unknown) => adopt(await target, event, path));
}

async function adopt(target: IpcTarget, event: IpcMainInvokeEvent, path: unknown) {
  if (!isTrustedFrame(event)) return fail(failure('BRIDGE_SENDER_REFUSED'));
  // Empty: a file that the page made itself. It has no path, and the page may not name one.
  if (typeof path !== 'string' || path === '') {
    return fail(failure('BRIDGE_BAD_INPUT', { what: 'not a file of this computer' }));
  }
  return target.adoptPath(path);
}

/** Sends every event to the window as long as it lives. */
export function forwardEvents(host: BridgeHost, window: BrowserWindow): void {
  const unsubscribe = host.subscribe((message) => {
    if (!window.isDestroyed()) window.webContents.send(ipcChannels.event, message);
  });
  window.once('closed', unsubscribe);
}
