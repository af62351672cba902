import { setTimeout as delay } from 'node:timers/promises';
import type { SerialPort } from 'serialport';
import { type ByteLine, LineGone } from '#platform/serial/byte-line.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { PortSettings } from './console-port.ts';

/** What is in an adapter's own buffer goes out with the port still open. */
const lingerMs = 50;

/** Opens a serial port; the library with its machine code is loaded at the first one. Fails with CONSOLE_PORT. */
export async function openConsoleLine({ path, baudRate }: PortSettings): Promise<Result<ByteLine>> {
  try {
    const { SerialPort } = await import('serialport');
    const port = new SerialPort({ path, baudRate, autoOpen: false, hupcl: false });
    await new Promise<void>((resolve, reject) => {
      port.open((error) => (error === null ? resolve() : reject(error)));
    });
    return ok(lineOf(port, path));
  } catch (error) {
    return fail(
      failure('CONSOLE_PORT', { path, why: error instanceof Error ? error.message : String(error) }),
    );
  }
}

function lineOf(port: SerialPort, name: string): ByteLine {
  let gone: LineGone | null = null;
  const listeners = new Set<(why: LineGone) => void>();
  const lose = (why: LineGone) => {
    if (gone !== null) return;
    gone = why;
    for (const listener of [...listeners]) listener(why);
  };
  const done = (call: (callback: (error: Error | null | undefined) => void) => void) =>
    new Promise<void>((resolve, reject) => {
      if (gone !== null) reject(gone);
      else call((error) => (error ? reject(new LineGone('failed', error.message)) : resolve()));
    });
  port.on('close', (error: Error | null) =>
    lose(new LineGone('pulled', error?.message ?? `${name} is gone`)),
  );
  port.on('error', (error) => lose(new LineGone('failed', error.message)));
  return {
    name,
    write: (bytes) => done((callback) => port.write(bytes, undefined, callback)),
    drain: () => done((callback) => port.drain(callback)),
    onBytes(listener) {
      port.on('data', listener);
      return () => void port.off('data', listener);
    },
    onClosed(listener) {
      if (gone !== null) listener(gone);
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      if (gone !== null) return;
      await done((callback) => port.drain(callback)).catch(() => undefined);
      await delay(lingerMs);
      lose(new LineGone('closed', `${name} was closed`));
      await new Promise<void>((resolve) => {
        port.close(() => resolve());
      });
    },
  };
}
