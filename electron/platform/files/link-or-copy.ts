import { copyFile, link } from 'node:fs/promises';
import { syncFile } from './atomic-file.ts';
import { isFileError } from './file-error.ts';

/**
 * Gives the content of `from` a second name, which must not be taken. File systems without hard links (FAT, exFAT) get a
 * copy, fsynced. Throws the file system's error.
 */
export async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (isFileError(error, 'ENOENT', 'EEXIST', 'ENOSPC', 'EDQUOT')) throw error;
    await copyFile(from, to);
    await syncFile(to);
  }
}
