import { join } from 'node:path';
import { openRotatingFile, type RotatingFile } from '#platform/files/rotating-file.ts';
import type { logLevels } from '#shared/gateway-api/management-api.ts';

type LogLevel = (typeof logLevels)[number];

/** Of each of the two files; the one before is kept beside it as `<file>.1`. */
const maxLogBytes = 1024 * 1024;

/** Letters that no file system minds; the rest of an id becomes `%xx`, so that two ids never share a file. */
const fileNamePart = (text: string): string =>
  text.replace(/[^A-Za-z0-9._-]|^\.+/g, (found) =>
    [...Buffer.from(found)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  );

/** Name of a driver instance among the managed processes: `<driver>_<id>`. */
export const driverProcessName = (driver: string, id: string): string =>
  `${fileNamePart(driver)}_${fileNamePart(id)}`;

/** Where a driver instance logs: NDJSON `{ts, level, msg}`; `error` holds what is `warn` and above. */
export function driverLogFiles(
  logsFolder: string,
  driver: string,
  id: string,
): { out: string; error: string } {
  const name = driverProcessName(driver, id);
  return { out: join(logsFolder, `${name}-out.log`), error: join(logsFolder, `${name}-error.log`) };
}

export interface DriverLog {
  /** `at`: UTC epoch milliseconds. */
  write(level: LogLevel, message: string, at: number): void;
  close(): void;
}

const severe: readonly LogLevel[] = ['warn', 'error', 'fatal'];

/** Opens the two files at the first line, so that a silent instance has none. */
export function openDriverLog(logsFolder: string, driver: string, id: string): DriverLog {
  const paths = driverLogFiles(logsFolder, driver, id);
  const open: Partial<Record<keyof typeof paths, RotatingFile>> = {};
  return {
    write(level, message, at) {
      const which = severe.includes(level) ? 'error' : 'out';
      open[which] ??= openRotatingFile(paths[which], { maxBytes: maxLogBytes });
      open[which].write(`${JSON.stringify({ ts: new Date(at).toISOString(), level, msg: message })}\n`);
    },
    close() {
      for (const file of Object.values(open)) file.close();
      open.out = undefined;
      open.error = undefined;
    },
  };
}
