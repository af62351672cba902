import type { SerialPort } from 'serialport';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';

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

/** What a serial port can besides carrying bytes. */
export interface LineControl {
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

export function createLineControl(port: SerialPort): LineControl {
  // The system raises both at opening.
  let signals: ControlSignals = { dtr: true, rts: true };

  // The library sets everything at each call, to its own defaults unless told otherwise.
  const set = (options: object): Promise<Error | null> =>
    new Promise((resolve) => {
      port.set({ ...signals, ...options }, (error) => resolve(error));
    });
  const refused = (error: Error) =>
    fail(failure('SERIAL_SIGNALS_REFUSED', { port: port.path, why: plainWords(error) }, error.message));

  return {
    signals: () => signals,
    async setSignals(change) {
      const before = signals;
      signals = { ...signals, ...change };
      const error = await set({});
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
    async sendBreak(durationMs) {
      const begun = await set({ brk: true });
      if (begun === null) await new Promise((resolve) => setTimeout(resolve, durationMs));
      // Also when it was refused: the system may have begun it before it refused the rest.
      const ended = await set({ brk: false });
      const error = begun ?? ended;
      return error === null ? ok(null) : refused(error);
    },
    changeRate: (baudRate) =>
      new Promise((resolve) => {
        const settings = `${baudRate} baud`;
        port.update({ baudRate }, (error) =>
          resolve(
            error === null
              ? ok(null)
              : fail(failure('SERIAL_SETTINGS_REFUSED', { port: port.path, settings }, error.message)),
          ),
        );
      }),
  };
}

/** What the system says, without the library's words around it: "Error: Inappropriate ioctl for device, cannot set". */
const plainWords = (error: Error): string =>
  error.message.replace(/^Error:?\s*/, '').replace(/, cannot .*$/, '');
