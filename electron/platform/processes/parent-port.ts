import type { ParentPort } from './spawner.ts';

/** What Electron gives to a utility process as `process.parentPort`. */
interface ElectronParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
}

/** Present in an Electron utility process only. */
export function electronParentPort(): ElectronParentPort | null {
  const { parentPort } = process as NodeJS.Process & { parentPort?: ElectronParentPort | null };
  return parentPort ?? null;
}

/** The channel to whoever started this program; null when it was started by hand. */
export function openParentPort(): ParentPort | null {
  const electron = electronParentPort();
  if (electron !== null) {
    return {
      send: (message) => electron.postMessage(message),
      onMessage: (listener) => electron.on('message', (event) => listener(event.data)),
      onGone: (listener) => electron.on('close', listener),
    };
  }
  if (process.send === undefined) return null;
  return {
    send(message) {
      // The parent may go while we speak; onGone tells.
      if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
    },
    onMessage: (listener) => void process.on('message', listener),
    onGone(listener) {
      if (process.connected) process.once('disconnect', listener);
      else queueMicrotask(listener);
    },
  };
}
