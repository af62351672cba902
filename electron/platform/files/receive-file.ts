import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { failureError, failureOf } from './failure-error.ts';
import { isDiskFull } from './file-error.ts';

export interface ReceivedFile {
  bytes: number;
  /** Lowercase hex. */
  sha256: string;
}

/** Small network chunks are gathered before they are written: a write per 64 KiB costs a third of the speed. */
const batchBytes = 1024 * 1024;

/**
 * Streams `source` to `path`, hashing as it goes, and fsyncs. Whatever fails, the file is removed and the source destroyed.
 * Fails with DISK_FULL, UPLOAD_INTERRUPTED (broken source or `signal`), UPLOAD_TOO_LARGE (more than `maxBytes`) or
 * FILE_WRITE.
 */
export async function receiveFile(
  source: Readable,
  path: string,
  options: { signal?: AbortSignal; maxBytes?: number; onBytes?: (total: number) => void } = {},
): Promise<Result<ReceivedFile>> {
  // Broken before anyone reads it, while the file is being opened: reading then tells, this only keeps it from throwing.
  source.on('error', () => undefined);
  let handle: FileHandle | null = null;
  try {
    handle = await open(path, 'w', 0o600);
    const received = await copy(source, handle, options);
    await handle.sync();
    await handle.close();
    return ok(received);
  } catch (error) {
    source.destroy();
    await handle?.close().catch(() => undefined);
    await rm(path, { force: true });
    return fail(toFailure(error, path));
  }
}

async function copy(
  source: Readable,
  handle: FileHandle,
  options: { signal?: AbortSignal; maxBytes?: number; onBytes?: (total: number) => void },
): Promise<ReceivedFile> {
  const { signal, maxBytes = Number.POSITIVE_INFINITY, onBytes } = options;
  const hash = createHash('sha256');
  let total = 0;
  let batch: Buffer[] = [];
  let batched = 0;
  let writing: Promise<unknown> = Promise.resolve();
  const flush = async () => {
    await writing;
    if (batch.length === 0) return;
    const buffers = batch;
    batch = [];
    batched = 0;
    // Runs in the thread pool while this thread hashes and receives the next batch.
    writing = writeAll(handle, buffers);
    writing.catch(() => undefined);
  };
  for await (const chunk of abortable(source, signal)) {
    total += chunk.length;
    if (total > maxBytes) throw failureError(failure('UPLOAD_TOO_LARGE', { limit: maxBytes }));
    batch.push(chunk);
    batched += chunk.length;
    if (batched >= batchBytes) await flush();
    hash.update(chunk);
    onBytes?.(total);
  }
  await flush();
  await writing;
  return { bytes: total, sha256: hash.digest('hex') };
}

/** `writev` may write less than it was given. */
async function writeAll(handle: FileHandle, buffers: Buffer[]): Promise<void> {
  const { bytesWritten } = await handle.writev(buffers);
  const bytes = buffers.reduce((sum, buffer) => sum + buffer.length, 0);
  if (bytesWritten < bytes) await handle.writeFile(Buffer.concat(buffers).subarray(bytesWritten));
}

async function* abortable(source: Readable, signal: AbortSignal | undefined): AsyncGenerator<Buffer> {
  const stop = () => source.destroy(new Error('aborted'));
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of source) yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
  } catch (error) {
    throw failureError(failure('UPLOAD_INTERRUPTED', {}, String(error)));
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

function toFailure(error: unknown, path: string): Failure {
  const known = failureOf(error);
  if (known !== null) return known;
  if (isDiskFull(error)) return failure('DISK_FULL', { doing: 'receiving the file' });
  return failure('FILE_WRITE', { file: basename(path), why: String(error) });
}

/** Size and lowercase hex SHA-256 of a file, streamed. Throws the file system's error, or the signal's reason. */
export async function hashFile(path: string, signal?: AbortSignal): Promise<ReceivedFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  const stream = createReadStream(path, { highWaterMark: batchBytes, ...(signal && { signal }) });
  for await (const chunk of stream) {
    bytes += chunk.length;
    hash.update(chunk);
  }
  return { bytes, sha256: hash.digest('hex') };
}
