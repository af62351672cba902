import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');

/**
 * The time that a package carries, as ISO 8601: SOURCE_DATE_EPOCH (seconds), else the last commit's, else, outside a git
 * checkout, that of the newest source file. Never the clock, so that one source gives one package.
 */
export async function createdAt(): Promise<string> {
  const given = process.env.SOURCE_DATE_EPOCH;
  if (given !== undefined && !/^\d{1,10}$/.test(given)) {
    throw new Error(`SOURCE_DATE_EPOCH has to be seconds since 1970, not "${given}"`);
  }
  const seconds = given ?? (await lastCommit()) ?? (await newestSource());
  return new Date(Number(seconds) * 1000).toISOString();
}

async function lastCommit(): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('git', ['log', '-1', '--format=%ct'], { cwd: root });
    return stdout.trim() || null;
  } catch {
    return null;
  }
}

async function newestSource(): Promise<number> {
  const files: string[] = [];
  for (const folder of ['electron', 'shared']) {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
    files.push(...entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name)));
  }
  const times = await Promise.all(files.map(async (file) => (await stat(file)).mtimeMs));
  return Math.floor(Math.max(...times) / 1000);
}
