import type { SerialPort } from 'serialport';
import { LineGone } from './byte-line.ts';

/** What was written gets this long to leave; a device that holds the line would keep the port open for ever. */
const drainMs = 1_000;
/** Adapters buffer for themselves: closing at once would cut their last bytes off. */
const lingerMs = 50;

/** Resolves when everything written has left; rejects when the port is gone, or after `limitMs`. */
export function drainPort(port: SerialPort, limitMs: number | null): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!port.isOpen) return reject(new LineGone('closed', `${port.path} was closed`));
    const held = () => reject(new LineGone('failed', `${port.path} is held by the other side`));
    const timer = limitMs === null ? undefined : setTimeout(held, limitMs);
    port.drain((error) => {
      clearTimeout(timer);
      if (error) reject(new LineGone('failed', error.message));
      else resolve();
    });
  });
}

/** Lets everything out, then closes. Never rejects. */
export async function closePort(port: SerialPort): Promise<void> {
  try {
    await drainPort(port, drainMs);
    await new Promise((resolve) => setTimeout(resolve, lingerMs));
  } catch {
    // What is left is dropped, otherwise the system would go on waiting for it at the closing.
    await new Promise<void>((resolve) => (port.isOpen ? port.flush(() => resolve()) : resolve()));
  }
  await new Promise<void>((resolve) => (port.isOpen ? port.close(() => resolve()) : resolve()));
}
