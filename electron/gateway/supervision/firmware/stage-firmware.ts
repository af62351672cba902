import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fsyncFolder, writeFileAtomic } from '#platform/files/atomic-file.ts';
import { isFileError } from '#platform/files/file-error.ts';
import { type StagedFirmware, stagedFirmwareSchema } from '../../launcher-protocol.ts';

export const stagedFile = 'staged.json';

/** What waits in `install/` for the next boot; null: nothing, or nothing that can be read. */
export async function readStaged(installFolder: string): Promise<StagedFirmware | null> {
  try {
    const parsed = stagedFirmwareSchema.safeParse(
      JSON.parse(await readFile(join(installFolder, stagedFile), 'utf8')),
    );
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (isFileError(error, 'ENOENT') || error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * Moves an image to `install/` and names it in `staged.json`, in this order: the launcher finds the old image, or the new
 * one whole. Images that are named no more are removed.
 */
export async function stageFirmware(
  installFolder: string,
  uploadPath: string,
  staged: StagedFirmware,
): Promise<void> {
  const path = join(installFolder, staged.file);
  await rename(uploadPath, path);
  try {
    await fsyncFolder(installFolder);
    await writeFileAtomic(join(installFolder, stagedFile), JSON.stringify(staged));
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  await removeUnnamed(installFolder, staged.file);
}

async function removeUnnamed(installFolder: string, kept: string): Promise<void> {
  for (const name of await readdir(installFolder)) {
    if (name.endsWith('.bin') && name !== kept) await rm(join(installFolder, name), { force: true });
  }
}
