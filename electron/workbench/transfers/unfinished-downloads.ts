import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileReason } from '#platform/files/file-error.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';

const pattern = /^\.gatewright-[0-9a-f-]{36}\.part$/;
/** No download lies still for so long: the stall guard ends it before. Younger ones may be another workbench's. */
const abandonedMs = 60 * 60 * 1000;

/** Where a download lies until it was looked at: hidden, beside its later place. */
export const unfinishedDownload = (folder: string): string =>
  join(folder, `.gatewright-${randomUUID()}.part`);

/** An empty one to be filled. Failure: FILE_WRITE. */
export async function startUnfinished(folder: string): Promise<Result<string>> {
  const path = unfinishedDownload(folder);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(path, '', { mode: 0o600 });
    return ok(path);
  } catch (error) {
    return fail(failure('FILE_WRITE', { file: folder, why: fileReason(error) }));
  }
}

/** Removes what downloads of a workbench that was killed left in `folder`. A folder that is missing holds none. */
export async function removeAbandonedDownloads(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!pattern.test(name)) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found !== null && now - found.mtimeMs > abandonedMs) await rm(path, { force: true });
  }
}
