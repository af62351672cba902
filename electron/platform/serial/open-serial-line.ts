import type { SerialPort } from 'serialport';
import type { LineSettings } from '#shared/bridge/serial-ports.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { keepControlLines } from './keep-control-lines.ts';
import { mendPoller } from './mend-poller.ts';
import { checkPort, openTrouble } from './port-trouble.ts';
import { createSerialLine, type SerialLine } from './serial-line.ts';

/** Opens a port of this computer; tests and simulations bring another. */
export type OpenLine = (path: string, settings: LineSettings) => Promise<Result<SerialLine>>;

/** Many small reads cost more than the bytes: a flood comes in pieces of up to this. */
const chunkBytes = 64 * 1024;

/**
 * Opens and locks the port. The control lines keep their state when it is closed again, because many boards reset at a
 * change. The library with its machine code is loaded at the first port.
 * Failures: SERIAL_NOT_THERE, SERIAL_NOT_A_PORT, SERIAL_NO_PERMISSION, SERIAL_IN_USE, SERIAL_SETTINGS_REFUSED, SERIAL_REFUSED,
 * SERIAL_UNAVAILABLE.
 */
export const openSerialLine: OpenLine = async (path, settings) => {
  const checked = await checkPort(path);
  if (!checked.ok) return checked;
  const loaded = await loadLibrary();
  if (!loaded.ok) return loaded;
  const { baudRate, dataBits, parity, stopBits, flowControl } = settings;
  const port: SerialPort = new loaded.value.SerialPort({
    path,
    ...{ baudRate, dataBits, parity, stopBits },
    rtscts: flowControl === 'rtscts',
    xon: flowControl === 'xonxoff',
    xoff: flowControl === 'xonxoff',
    hupcl: false,
    lock: true,
    autoOpen: false,
    highWaterMark: chunkBytes,
  });
  const error = await new Promise<Error | null>((resolve) => {
    port.open((problem) => resolve(problem));
  });
  if (error !== null) return fail(await openTrouble(path, settings, error));
  mendPoller(port.port);
  const line = createSerialLine(port);
  await keepControlLines(path);
  return ok(line);
};

async function loadLibrary(): Promise<Result<typeof import('serialport')>> {
  try {
    return ok(await import('serialport'));
  } catch (error) {
    return fail(
      failure('SERIAL_UNAVAILABLE', { why: error instanceof Error ? error.message : String(error) }),
    );
  }
}
