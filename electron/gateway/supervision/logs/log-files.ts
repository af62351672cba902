import { lstat, readdir, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { isFileError } from '#platform/files/file-error.ts';
import type { LogEntry } from '#shared/gateway-api/management-api.ts';

/** The log of one output of one managed process: `<process>-out.log` or `<process>-error.log`, and the one before it. */
export interface LogFile {
  process: string;
  type: LogEntry['type'];
  path: string;
  /** When something was last written, epoch milliseconds. */
  modifiedAt: number;
}

const pattern = /^(.+)-(out|error)\.log$/;
/** The launcher writes one file. */
const launcherName = 'launcher.log';

/** What a rotation left. */
export const rotatedPath = (path: string): string => `${path}.1`;

/** All log files of `folder`. Links and whatever else is not a plain file are left alone. A missing folder has none. */
export async function listLogFiles(folder: string): Promise<LogFile[]> {
  const files: LogFile[] = [];
  for (const name of await namesIn(folder)) {
    const of = processOf(name);
    if (of === null) continue;
    const path = join(folder, name);
    const modifiedAt = await plainFileTime(path);
    if (modifiedAt !== null) files.push({ ...of, path, modifiedAt });
  }
  return files;
}

/** Empties the file and removes the one before it; a file that is gone meanwhile is empty enough. */
export async function emptyLogFile({ path }: LogFile): Promise<void> {
  // Its writer appends and goes on at the new end.
  await truncate(path).catch(ignoreMissing);
  await rm(rotatedPath(path), { force: true });
}

function processOf(name: string): Pick<LogFile, 'process' | 'type'> | null {
  if (name === launcherName) return { process: 'launcher', type: 'out' };
  const [, process, output] = pattern.exec(name) ?? [];
  return process === undefined ? null : { process, type: output === 'out' ? 'out' : 'err' };
}

async function plainFileTime(path: string): Promise<number | null> {
  try {
    const stats = await lstat(path);
    return stats.isFile() ? stats.mtimeMs : null;
  } catch (error) {
    ignoreMissing(error);
    return null;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    ignoreMissing(error);
    return [];
  }
}

function ignoreMissing(error: unknown): void {
  if (!isFileError(error, 'ENOENT')) throw error;
}
