import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isFileError } from './file-error.ts';

/** Ending of unfinished files, so that {@link removeUnfinished} finds what a kill left behind. */
const unfinishedEnding = '.unfinished';

/**
 * Writes `content` so that `path` holds the old or the new bytes whole, also after a power cut: temporary file beside it,
 * fsync, rename, fsync of the folder. Throws the file system's error; the old file is then untouched.
 */
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array,
  options: { mode?: number } = {},
): Promise<void> {
  const temporary = join(
    dirname(path),
    `.${basename(path)}.${randomBytes(4).toString('hex')}${unfinishedEnding}`,
  );
  try {
    const handle = await open(temporary, 'wx', options.mode ?? 0o644);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await fsyncFolder(dirname(path));
}

/** Makes the content of a file survive a power cut. */
export async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes renames and removals inside `path` survive a power cut. */
export async function fsyncFolder(path: string): Promise<void> {
  // Windows cannot open folders for this and journals its metadata itself.
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Removes temporary files that a killed {@link writeFileAtomic} left in `folder`, all or those of one file. Call it before
 * anyone writes there. A folder that is missing holds none.
 */
export async function removeUnfinished(folder: string, fileName?: string): Promise<void> {
  const beginning = fileName === undefined ? '.' : `.${fileName}.`;
  for (const name of await namesIn(folder)) {
    if (name.startsWith(beginning) && name.endsWith(unfinishedEnding)) await rm(join(folder, name));
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return [];
    throw error;
  }
}
