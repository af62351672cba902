import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isFileError } from '#platform/files/file-error.ts';
import { manifestEntry, supervisionManifestSchema } from '#shared/gateway-api/manifests.ts';

/**
 * The revision of the code that runs: what the manifest beside the entry program says, else `factoryRevision`. Throws when
 * a manifest is there but cannot be used: such a start must not be taken for a healthy one.
 */
export async function runningRevision(entryFolder: string, factoryRevision: string): Promise<string> {
  try {
    const text = await readFile(join(entryFolder, manifestEntry), 'utf8');
    return supervisionManifestSchema.parse(JSON.parse(text)).revision;
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return factoryRevision;
    throw error;
  }
}
