import type { SerialPort } from 'serialport';
import { type ByteLine, LineGone } from './byte-line.ts';
import { closePort, drainPort } from './close-port.ts';
import { createLineControl, type LineControl } from './line-control.ts';
import { watchPresence } from './watch-presence.ts';

/** A serial port as a line of bytes, with what only a serial port can. */
export interface SerialLine extends ByteLine, LineControl {}

/** Takes an open port over. Bytes wait in the system until somebody listens. */
export function createSerialLine(port: SerialPort): SerialLine {
  const name = port.path;
  const byteListeners = new Set<(bytes: Uint8Array) => void>();
  const closedListeners = new Set<(why: LineGone) => void>();
  let gone: LineGone | null = null;
  let closing: Promise<void> | null = null;

  function end(reason: LineGone['reason'], message: string): void {
    if (gone !== null) return;
    gone = new LineGone(reason, message);
    presence.end();
    byteListeners.clear();
    for (const listener of closedListeners) listener(gone);
    closedListeners.clear();
    if (closing === null && port.isOpen) port.close(() => undefined);
  }
  const pulled = (why: string) => end('pulled', `${name} is gone: ${why}`);
  // The library reads an unplugged port as if it were merely silent: the system's list of devices knows better.
  const presence = watchPresence(name, () => pulled('the device was unplugged'));
  port.on('close', (error: Error | null) =>
    closing !== null ? end('closed', `${name} was closed`) : pulled(error?.message ?? 'it was closed'),
  );
  // Whoever writes gets it; without a listener it would end the program.
  port.on('error', (error: Error) => end('failed', error.message));

  function onClosed(listener: (why: LineGone) => void): () => void {
    if (gone === null) closedListeners.add(listener);
    else listener(gone);
    return () => closedListeners.delete(listener);
  }

  function write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      if (gone !== null || closing !== null || !port.isOpen) {
        return reject(gone ?? new LineGone('closed', `${name} was closed`));
      }
      // A write that the device holds up never ends by itself once the port is gone.
      const stop = onClosed(reject);
      port.write(bytes, (error) => {
        stop();
        if (error) reject(gone ?? new LineGone('failed', error.message));
        else resolve();
      });
    });
  }

  return {
    name,
    write,
    drain: () => drainPort(port, null),
    onBytes(listener) {
      if (gone !== null) return () => undefined;
      byteListeners.add(listener);
      if (port.listenerCount('data') === 0) {
        port.on('data', (bytes: Uint8Array) => {
          for (const each of byteListeners) each(bytes);
        });
      }
      return () => byteListeners.delete(listener);
    },
    onClosed,
    close() {
      if (gone !== null) return closing ?? Promise.resolve();
      closing ??= closePort(port).then(() => end('closed', `${name} was closed`));
      return closing;
    },
    ...createLineControl(port),
  };
}
