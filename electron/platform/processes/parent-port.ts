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
      // Posted at once; the turn lets Chromium hand it on.
      flush: () => new Promise((resolve) => setImmediate(resolve)),
      onMessage: (listener) => electron.on('message', (event) => listener(event.data)),
      onGone: (listener) => electron.on('close', listener),
    };
  }
  if (process.send === undefined) return null;
  let sending: Promise<void> = Promise.resolve();
  return {
    send(message) {
      if (!process.connected) return;
      sending = new Promise((resolve) => {
        // The parent may go while we speak; onGone tells.
        process.send?.(message, undefined, undefined, () => resolve());
      });
    },
    // Messages leave in their order.
    flush: () => sending,
    onMessage: (listener) => void process.on('message', listener),
    onGone(listener) {
      if (process.connected) process.once('disconnect', listener);
      else queueMicrotask(listener);
    },
  };
}
