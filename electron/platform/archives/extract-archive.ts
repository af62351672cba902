import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { failure } from '#shared/errors/failure.ts';
import { type Manifest, manifestEntry, signatureEntry } from '#shared/gateway-api/manifests.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { fsyncFolder } from '../files/atomic-file.ts';
import { failureError, failureOf } from '../files/failure-error.ts';
import { isDiskFull, isFileError } from '../files/file-error.ts';
import { type Archive, openArchive } from './open-archive.ts';

/**
 * Unpacks what `manifest` lists, the manifest and its signature into `folder`, which must be empty, and fsyncs every file
 * and folder. Hashes are checked again: the file could have changed since it was inspected. Fails with ARCHIVE_… or
 * DISK_FULL; throws the signal's reason when aborted. What was unpacked until then stays for the caller to remove.
 */
export async function extractArchive(
  path: string,
  displayName: string,
  folder: string,
  options: { manifest: Manifest; signal?: AbortSignal },
): Promise<Result<void>> {
  const opened = await openArchive(path, displayName);
  if (!opened.ok) return opened;
  try {
    return await extract(opened.value, displayName, folder, options);
  } finally {
    await opened.value.close();
  }
}

async function extract(
  archive: Archive,
  file: string,
  folder: string,
  options: { manifest: Manifest; signal?: AbortSignal },
): Promise<Result<void>> {
  const { manifest, signal } = options;
  const folders = new Set([folder]);
  const hasSignature = archive.entries.some((entry) => entry.name === signatureEntry);
  const names = [...Object.keys(manifest.files), manifestEntry, ...(hasSignature ? [signatureEntry] : [])];
  try {
    for (const name of names) {
      signal?.throwIfAborted();
      const target = join(folder, name);
      for (let parent = dirname(target); !folders.has(parent); parent = dirname(parent)) folders.add(parent);
      await mkdir(dirname(target), { recursive: true });
      const source = await archive.stream(name);
      if (!source.ok) return source;
      const guard = hashGuard(file, name, manifest);
      await pipeline(source.value, guard, createWriteStream(target, { flags: 'wx', flush: true }), {
        signal,
      });
    }
    for (const made of folders) await fsyncFolder(made);
    return ok(undefined);
  } catch (error) {
    signal?.throwIfAborted();
    const broken = failureOf(error);
    if (broken !== null) return fail(broken);
    if (isDiskFull(error)) return fail(failure('DISK_FULL', { doing: `unpacking ${file}` }));
    if (isFileError(error, 'EIO', 'EACCES', 'EROFS')) {
      return fail(failure('FILE_WRITE', { file: folder, why: String(error) }));
    }
    throw error;
  }
}

/** Passes bytes on and errors at the end when they are not what the manifest lists. */
function hashGuard(file: string, name: string, manifest: Manifest): Transform {
  const listed = manifest.files[name];
  const hash = createHash('sha256');
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      const matches = listed === undefined || listed.sha256 === hash.digest('hex');
      done(matches ? null : failureError(failure('ARCHIVE_HASH_MISMATCH', { file, entry: name })));
    },
  });
}
