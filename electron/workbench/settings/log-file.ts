import { mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type DestinationStream, pino } from 'pino';

const maxBytes = 5 * 1024 * 1024;

/** `<data>/logs/workbench.log`; one older file is kept when it has grown beyond 5 MiB at a start. */
export function openLogFile(dataFolder: string): DestinationStream {
  const folder = join(dataFolder, 'logs');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'workbench.log');
  const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (bytes > maxBytes) renameSync(file, `${file}.1`);
  return pino.destination({ dest: file, sync: false });
}
