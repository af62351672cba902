import type { SerialPort } from 'serialport';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type ByteLine, LineGone } from './byte-line.ts';
import { watchPresence } from './watch-presence.ts';

/** Lines that we drive, and those that the device drives. */
export interface ControlSignals {
  dtr: boolean;
  rts: boolean;
}
export interface ModemLines {
  cts: boolean;
  dsr: boolean;
  dcd: boolean;
}

/** A serial port as a line of bytes, with what only a serial port can. */
export interface SerialLine extends ByteLine {
  signals(): ControlSignals;
  /** Failure: SERIAL_SIGNALS_REFUSED, as of a pseudo-terminal. */
  setSignals(change: Partial<ControlSignals>): Promise<Result<null>>;
  /** Null: the port has none. */
  modem(): Promise<ModemLines | null>;
  /** Holds the line at zero for so long. Failure: SERIAL_SIGNALS_REFUSED. */
  sendBreak(durationMs: number): Promise<Result<null>>;
  /** Keeps the port open. What arrives in that moment is lost: the system's driver drops it. SERIAL_SETTINGS_REFUSED. */
  changeRate(baudRate: number): Promise<Result<null>>;
}

/** What was written gets this long to leave; a device that holds the line would keep the port open for ever. */
const drainMs = 1_000;
/** Adapters buffer for themselves: closing at once would cut their last bytes off. */
const lingerMs = 50;

/** Takes an open port over. Bytes wait in the system until somebody listens. */
export function createSerialLine(port: SerialPort): SerialLine {
  const name = port.path;
  const byteListeners = new Set<(bytes: Uint8Array) => void>();
  const closedListeners = new Set<(why: LineGone) => void>();
  let gone: LineGone | null = null;
  let closing: Promise<void> | null = null;
  let signals: ControlSignals = { dtr: true, rts: true };

  function end(reason: LineGone['reason'], message: string): void {
    if (gone !== null) return;
    gone = new LineGone(reason, message);
    presence.end();
    byteListeners.clear();
    for (const listener of closedListeners) listener(gone);
    closedListeners.clear();
  }
  const pulled = (why: string) => end('pulled', `${name} is gone: ${why}`);
  // The library reads an unplugged port as if it were merely silent: the system's list of devices knows better.
  const presence = watchPresence(name, () => {
    pulled('the device was unplugged');
    if (port.isOpen) port.close(() => undefined);
  });
  port.on('close', (error: Error | null) =>
    closing !== null ? end('closed', `${name} was closed`) : pulled(error?.message ?? 'it was closed'),
  );
  // Whoever writes gets it; without a listener it would end the program.
  port.on('error', (error: Error) => {
    end('failed', error.message);
    if (port.isOpen) port.close(() => undefined);
  });

  const lineGone = () => gone ?? new LineGone('closed', `${name} was closed`);

  function write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      if (gone !== null || closing !== null || !port.isOpen) return reject(lineGone());
      // A write that the device holds up never ends by itself once the port is gone.
      const stop = onClosed(reject);
      port.write(bytes, (error) => {
        stop();
        if (error) reject(gone ?? new LineGone('failed', error.message));
        else resolve();
      });
    });
  }

  function onClosed(listener: (why: LineGone) => void): () => void {
    if (gone === null) closedListeners.add(listener);
    else listener(gone);
    return () => closedListeners.delete(listener);
  }

  const control = (options: object): Promise<Error | null> =>
    new Promise((resolve) => {
      port.set({ ...signals, ...options }, (error) => resolve(error));
    });
  const refused = (error: Error) =>
    fail(failure('SERIAL_SIGNALS_REFUSED', { port: name, why: plainWords(error) }, error.message));

  async function sendBreak(durationMs: number): Promise<Result<null>> {
    const begun = await control({ brk: true });
    if (begun !== null) {
      // The system may have begun it before it refused the rest.
      await control({ brk: false });
      return refused(begun);
    }
    await new Promise((resolve) => setTimeout(resolve, durationMs));
    const ended = await control({ brk: false });
    return ended === null ? ok(null) : refused(ended);
  }

  return {
    name,
    write,
    drain: () => within(port, null),
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
      closing ??=
        gone === null ? closePort(port).then(() => end('closed', `${name} was closed`)) : Promise.resolve();
      return closing;
    },
    signals: () => signals,
    async setSignals(change) {
      const before = signals;
      signals = { ...signals, ...change };
      const error = await control({});
      if (error === null) return ok(null);
      signals = before;
      return refused(error);
    },
    modem: () =>
      new Promise((resolve) => {
        port.get((error, lines) => {
          resolve(error || lines === undefined ? null : { cts: lines.cts, dsr: lines.dsr, dcd: lines.dcd });
        });
      }),
    sendBreak,
    changeRate: (baudRate) =>
      new Promise((resolve) => {
        port.update({ baudRate }, (error) =>
          resolve(
            error === null
              ? ok(null)
              : fail(
                  failure(
                    'SERIAL_SETTINGS_REFUSED',
                    { port: name, settings: `${baudRate} baud` },
                    error.message,
                  ),
                ),
          ),
        );
      }),
  };
}

/** Whether everything left in time; without a limit it waits as long as it takes, or until the port is gone. */
function within(port: SerialPort, limitMs: number | null): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!port.isOpen) return reject(new LineGone('closed', `${port.path} was closed`));
    const timer = limitMs === null ? null : setTimeout(() => reject(new Error('held')), limitMs);
    port.drain((error) => {
      if (timer !== null) clearTimeout(timer);
      if (error) reject(new LineGone('failed', error.message));
      else resolve();
    });
  });
}

async function closePort(port: SerialPort): Promise<void> {
  try {
    await within(port, drainMs);
    await new Promise((resolve) => setTimeout(resolve, lingerMs));
  } catch {
    // Held by the other side: what is left is dropped, otherwise the system would go on waiting for it at the closing.
    await new Promise<void>((resolve) => (port.isOpen ? port.flush(() => resolve()) : resolve()));
  }
  await new Promise<void>((resolve) => (port.isOpen ? port.close(() => resolve()) : resolve()));
}

/** What the system says, without the library's words around it: "Error: Inappropriate ioctl for device, cannot set". */
const plainWords = (error: Error): string =>
  error.message.replace(/^Error:?\s*/, '').replace(/, cannot .*$/, '');
