import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Logger, pino } from 'pino';
import { createLogger } from '#platform/logging/logger.ts';

/** Writes to `file`; the log of the run before is kept beside it as `<file>.previous`. */
export function openDesktopLog(file: string): Logger {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  if (existsSync(file)) renameSync(file, `${file}.previous`);
  return createLogger({ name: 'workbench' }, pino.destination({ dest: file, sync: true }));
}
