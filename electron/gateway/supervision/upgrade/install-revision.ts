import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { extractArchive } from '#platform/archives/extract-archive.ts';
import type { Database } from '#platform/database/database.ts';
import { fsyncFolder } from '#platform/files/atomic-file.ts';
import type { Upload } from '#platform/http/receive-uploads.ts';
import type { SupervisionManifest } from '#shared/gateway-api/manifests.ts';
import { ok, type Result } from '#shared/result.ts';
import { copyNameBefore } from '../database/state-database.ts';

const incoming = '.incoming-';
const replaced = '.replaced-';
const unfinished = '.unfinished';

/**
 * Unpacks a package into `revisions/<R>`: beside it first, then one rename, so that the folder is whole or not there. An
 * older folder of the same revision is replaced; the caller makes sure that it is not the running one.
 */
export async function installRevision(
  upload: Upload,
  manifest: SupervisionManifest,
  revisionsFolder: string,
  jobId: string,
): Promise<Result<void>> {
  const temporary = join(revisionsFolder, `${incoming}${jobId}`);
  const target = join(revisionsFolder, manifest.revision);
  try {
    await mkdir(temporary);
    const extracted = await extractArchive(upload.path, upload.name, temporary, { manifest });
    if (!extracted.ok) return extracted;
    const old = join(revisionsFolder, `${replaced}${jobId}`);
    const had = (await readdir(revisionsFolder)).includes(manifest.revision);
    if (had) await rename(target, old);
    await rename(temporary, target);
    await fsyncFolder(revisionsFolder);
    if (had) await rm(old, { recursive: true, force: true });
    return ok(undefined);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Removes what a kill left of {@link installRevision}. */
export async function removePartialRevisions(revisionsFolder: string): Promise<void> {
  for (const name of await readdir(revisionsFolder)) {
    if (!name.startsWith(incoming) && !name.startsWith(replaced)) continue;
    await rm(join(revisionsFolder, name), { recursive: true, force: true });
  }
}

/** Removes what a kill left of {@link copyDatabaseBefore}. */
export async function removePartialCopies(stateFolder: string): Promise<void> {
  for (const name of await readdir(stateFolder)) {
    // SQLite's own journal of an unfinished copy, too.
    if (name.includes(`.sqlite${unfinished}`)) await rm(join(stateFolder, name), { force: true });
  }
}

/**
 * Copies the database to `state/before-<R>.sqlite`, fsynced, so that the running revision can come back to it when R has
 * migrated the database and is rolled back.
 */
export async function copyDatabaseBefore(
  database: Database,
  stateFolder: string,
  revision: string,
): Promise<void> {
  const target = join(stateFolder, copyNameBefore(revision));
  const temporary = `${target}${unfinished}`;
  await rm(temporary, { force: true });
  try {
    database.sql.prepare('VACUUM INTO ?').run(temporary);
    const handle = await open(temporary, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
    await fsyncFolder(stateFolder);
  } finally {
    await rm(temporary, { force: true });
  }
}
