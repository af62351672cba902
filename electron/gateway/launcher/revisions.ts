import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isFileError } from '#platform/files/file-error.ts';
import { manifestEntry, supervisionManifestSchema } from '#shared/gateway-api/manifests.ts';
import { revisionSchema } from '#shared/gateway-api/revision.ts';
import type { Program } from './launcher-state.ts';

/** The installed revisions below `folder`, and the supervision that came with this launcher. */
export interface Revisions {
  /** Path of the entry program, or null when the revision is not there whole. */
  entry(program: Program): Promise<string | null>;
  /** Removes every installed revision but these. Unfinished installations are supervision's to remove. */
  keepOnly(programs: readonly Program[]): Promise<void>;
}

export function createRevisions(folder: string, factoryEntry: string): Revisions {
  return {
    async entry(program) {
      if (program === 'factory') return factoryEntry;
      try {
        const manifest = supervisionManifestSchema.parse(
          JSON.parse(await readFile(join(folder, program, manifestEntry), 'utf8')),
        );
        const entry = join(folder, program, manifest.entry);
        return manifest.revision === program && (await stat(entry)).isFile() ? entry : null;
      } catch {
        return null;
      }
    },
    async keepOnly(programs) {
      for (const name of await installed(folder)) {
        if (!programs.includes(name)) await rm(join(folder, name), { recursive: true, force: true });
      }
    },
  };
}

async function installed(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => revisionSchema.safeParse(name).success);
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return [];
    throw error;
  }
}
