import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fsyncFolder } from '#platform/files/atomic-file.ts';
import { isFileError } from '#platform/files/file-error.ts';
import { type StagedFirmware, stagedFirmwareSchema } from '../../launcher-protocol.ts';

const noteName = 'staged.json';

/** The image that waits in `installFolder`, or null. A note that cannot be read stands for none and is removed. */
export async function readStaged(installFolder: string): Promise<StagedFirmware | null> {
  let text: string;
  try {
    text = await readFile(join(installFolder, noteName), 'utf8');
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return null;
    throw error;
  }
  const parsed = stagedFirmwareSchema.safeParse(parseJson(text));
  if (parsed.success && isPlainName(parsed.data.file)) return parsed.data;
  await rm(join(installFolder, noteName), { force: true });
  return null;
}

/** Removes the note first: an image without one is nothing. */
export async function removeStaged(installFolder: string, staged: StagedFirmware): Promise<void> {
  await rm(join(installFolder, noteName), { force: true });
  await rm(join(installFolder, staged.file), { force: true });
  await fsyncFolder(installFolder);
}

const isPlainName = (name: string): boolean => /^[^/\\]+$/.test(name) && name !== '.' && name !== '..';

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
