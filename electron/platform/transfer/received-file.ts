import { type FileHandle, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { fsyncFolder } from '../files/atomic-file.ts';
import { fileReason, isDiskFull, isFileError } from '../files/file-error.ts';
import { linkOrCopy } from '../files/link-or-copy.ts';
import type { FileWriter } from './file-ports.ts';

interface ReceivedFileOptions {
  /** Opened for appending; closed here. */
  handle: FileHandle;
  path: string;
  target: string;
  name: string;
  /** By consent. Otherwise a file that appears at `target` meanwhile is left alone. */
  replaces: boolean;
  /** Cut off, it stays for the next time. */
  keeps: boolean;
  /** What is there already. */
  offset: number;
  maxBytes: number;
  modifiedMs: number | null;
}

/** Written at once: blocks are small, and a write for each costs more than the rest of the protocol. */
const batchBytes = 256 * 1024;

/** A file on its way: under a temporary name until it is whole. */
export function createReceivedFile(options: ReceivedFileOptions): FileWriter {
  const { handle, path, target, name, replaces, keeps, offset, maxBytes, modifiedMs } = options;
  let batch: Uint8Array[] = [];
  let batched = 0;
  let bytes = offset;

  async function flush(): Promise<void> {
    const content = Buffer.concat(batch);
    batch = [];
    batched = 0;
    if (content.length > 0) await handle.appendFile(content);
  }

  async function attempt(work: () => Promise<void>): Promise<Result<void>> {
    try {
      return ok(await work());
    } catch (error) {
      return fail(writeFailure(error, name));
    }
  }

  async function comeToName(): Promise<void> {
    await flush();
    if (modifiedMs !== null) await handle.utimes(new Date(), new Date(modifiedMs));
    await handle.sync();
    await handle.close();
    if (replaces) await rename(path, target);
    else {
      await linkOrCopy(path, target);
      await rm(path);
    }
    await fsyncFolder(dirname(target));
  }

  return {
    async write(content) {
      bytes += content.length;
      if (bytes > maxBytes) return fail(failure('TRANSFER_TOO_LARGE', { file: name, limit: maxBytes }));
      batch.push(content);
      batched += content.length;
      return batched >= batchBytes ? attempt(flush) : ok(undefined);
    },
    end: () => attempt(comeToName),
    async abandon() {
      // The disk may be full, or the folder gone: what can be kept is kept, and nothing is worse than before.
      if (keeps) await attempt(flush);
      if (keeps) await attempt(() => handle.sync());
      await attempt(() => handle.close());
      if (!keeps) await attempt(() => rm(path, { force: true }));
    },
  };
}

export function writeFailure(error: unknown, name: string): Failure {
  if (isDiskFull(error)) return failure('TRANSFER_NO_SPACE', { file: name }, String(error));
  if (isFileError(error, 'EEXIST')) return failure('TRANSFER_FILE_EXISTS', { file: name }, String(error));
  return failure('FILE_WRITE', { file: name, why: fileReason(error) }, String(error));
}
