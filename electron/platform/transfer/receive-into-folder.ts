import { randomBytes } from 'node:crypto';
import { open, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { isFileError } from '../files/file-error.ts';
import type { FileSink, Offered } from './file-ports.ts';
import type { OfferedFile } from './machine.ts';
import { createReceivedFile, writeFailure } from './received-file.ts';
import { receivedName } from './received-name.ts';

interface FolderOptions {
  folder: string;
  /** For a file without a usable name, as XMODEM has none. */
  fallbackName: string;
  /** No file larger than this is taken. */
  maxBytes: number;
  /** Asks whether the file that is there may be replaced. */
  mayReplace(name: string): Promise<boolean>;
  /** What was cut off is kept, and the same file goes on there next time (ZMODEM). */
  resumes?: boolean;
}

/**
 * Stores received files in a folder, which has to be there. A file comes to its name only when it is whole and on the disk;
 * one that is there is replaced only by consent, otherwise the new one is skipped. Fails with TRANSFER_TOO_LARGE and
 * TRANSFER_NO_SPACE before anything arrives where the size is announced, with FILE_WRITE or TRANSFER_FILE_EXISTS (it appeared
 * meanwhile) otherwise.
 */
export function receiveIntoFolder(options: FolderOptions): FileSink {
  return {
    async offer(file) {
      const name = receivedName(file.name, options.fallbackName);
      try {
        return await decide(options, file, name);
      } catch (error) {
        return fail(writeFailure(error, name));
      }
    },
  };
}

async function decide(options: FolderOptions, file: OfferedFile, name: string): Promise<Result<Offered>> {
  const { folder, maxBytes, mayReplace, resumes = false } = options;
  if (file.bytes !== null && file.bytes > maxBytes)
    return fail(failure('TRANSFER_TOO_LARGE', { file: name, limit: maxBytes }));
  const target = join(folder, name);
  const replaces = await isThere(target);
  if (replaces && !(await mayReplace(name))) return ok({ take: 'skip', name });
  const keeps = resumes && file.bytes !== null;
  const path = join(folder, keeps ? partialName(name, file) : temporaryName(name));
  const handle = await open(path, 'a', 0o644);
  const { size } = await handle.stat();
  // More than the whole file is nothing of it.
  const offset = file.bytes !== null && size <= file.bytes ? size : 0;
  if (offset !== size) await handle.truncate(offset);
  const received = createReceivedFile({
    ...{ handle, path, target, name, replaces, keeps, offset },
    maxBytes,
    modifiedMs: file.modifiedMs,
  });
  if ((file.bytes ?? 0) - offset > (await freeBytes(folder))) {
    await received.abandon();
    return fail(failure('TRANSFER_NO_SPACE', { file: name }));
  }
  return ok({ take: 'accept', offset, name, writer: received });
}

/** Received names have no leading dot, so none of them can be a partial file of another. */
const temporaryName = (name: string): string => `.${name}.${randomBytes(4).toString('hex')}.unfinished`;

/** Size and time tell this file from another version of it, whose beginning would not fit. */
const partialName = (name: string, { bytes, modifiedMs }: OfferedFile): string =>
  `.${name}.${bytes}-${modifiedMs ?? 0}.partial`;

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return false;
    throw error;
  }
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
