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
 * So much may gather while a write is under way; then the source waits. And what was written goes to the disk this far
 * behind, so that little is left for the fsync at the end. Of three runs of 2 GiB on a busy machine two took 4.1 s with
 * both, and 6.2 s without the sync; the third, 7.0 s against 6.8 s, showed no difference. Not measured alone.
 */
const queueBytes = 8 * 1024 * 1024;
const syncBytes = 64 * 1024 * 1024;

interface ReceiveOptions {
  signal?: AbortSignal;
  maxBytes?: number;
  onBytes?: (total: number) => void;
  /**
   * Nobody else has the chunks, as those of a socket: their memory is given back as soon as they are written. Otherwise
   * it waits for the garbage collector, which looks at 64 MiB of it at the earliest and then marks the whole heap.
   */
  ownsChunks?: boolean;
}

/** Received, but maybe still on its way from the system's memory to the disk. */
interface UnsyncedFile extends ReceivedFile {
  /** Resolves when the file is on the disk; when that fails, the file is removed and the system's error thrown. */
  durable: Promise<void>;
}

/**
 * Streams `source` to `path`, hashing as it goes, and fsyncs. Whatever fails, the file is removed and the source destroyed.
 * Fails with DISK_FULL, UPLOAD_INTERRUPTED (broken source or `signal`), UPLOAD_TOO_LARGE (more than `maxBytes`) or
 * FILE_WRITE.
 */
export async function receiveFile(
  source: Readable,
  path: string,
  options: ReceiveOptions = {},
): Promise<Result<ReceivedFile>> {
  const received = await receiveUnsynced(source, path, options);
  if (!received.ok) return received;
  const { durable, ...file } = received.value;
  try {
    await durable;
    return ok(file);
  } catch (error) {
    return fail(toFailure(error, path));
  }
}

/**
 * As {@link receiveFile}, for those who look at the file before they rely on it: it can be read at once, and the fsync
 * goes on meanwhile.
 */
export async function receiveUnsynced(
  source: Readable,
  path: string,
  options: ReceiveOptions = {},
): Promise<Result<UnsyncedFile>> {
  // Broken before anyone reads it, while the file is being opened: reading then tells, this only keeps it from throwing.
  source.on('error', () => undefined);
  let handle: FileHandle | null = null;
  try {
    handle = await open(path, 'w', 0o600);
    const { synced, ...received } = await copy(source, handle, options);
    const durable = finish(handle, path, synced);
    // Whoever awaits it gets it.
    durable.catch(() => undefined);
    return ok({ ...received, durable });
  } catch (error) {
    source.destroy();
    await handle?.close().catch(() => undefined);
    await rm(path, { force: true });
    return fail(toFailure(error, path));
  }
}

async function finish(handle: FileHandle, path: string, synced: Promise<void>): Promise<void> {
  try {
    await synced;
    await handle.sync();
    await handle.close();
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(path, { force: true });
    throw error;
  }
}

interface CopiedFile extends ReceivedFile {
  /** What has been sent to the disk so far is there. */
  synced: Promise<void>;
}

async function copy(source: Readable, handle: FileHandle, options: ReceiveOptions): Promise<CopiedFile> {
  const { signal, maxBytes = Number.POSITIVE_INFINITY, onBytes, ownsChunks = false } = options;
  const hash = createHash('sha256');
  const writer = createWriter(handle, ownsChunks);
  let total = 0;
  try {
    for await (const chunk of abortable(source, signal)) {
      total += chunk.length;
      if (total > maxBytes) throw failureError(failure('UPLOAD_TOO_LARGE', { limit: maxBytes }));
      hash.update(chunk);
      await writer.write(chunk);
      onBytes?.(total);
    }
    await writer.end();
  } catch (error) {
    // The file must not be closed under a write.
    await writer.settle();
    throw error;
  }
  return { bytes: total, sha256: hash.digest('hex'), synced: writer.synced() };
}

/** Gathers chunks and writes them in the thread pool, while this thread hashes and receives the next. */
function createWriter(handle: FileHandle, ownsChunks: boolean) {
  let batch: Buffer[] = [];
  let batched = 0;
  let unsynced = 0;
  let busy = false;
  let broken = false;
  let writing: Promise<void> = Promise.resolve();
  let syncing: Promise<void> = Promise.resolve();

  function start(): void {
    const buffers = batch;
    unsynced += batched;
    batch = [];
    batched = 0;
    busy = true;
    writing = writeAll(handle, buffers, ownsChunks).then(() => {
      busy = false;
      if (batched >= batchBytes) start();
    });
    // Whoever writes or ends next gets it.
    writing.catch(() => {
      broken = true;
    });
    if (unsynced < syncBytes) return;
    unsynced = 0;
    // An error of the disk is told to whoever syncs first, and only once.
    syncing = syncing.then(() => handle.datasync());
    syncing.catch(() => undefined);
  }

  return {
    /** Takes the chunk, and waits while too much has gathered; throws when an earlier write went wrong. */
    async write(chunk: Buffer): Promise<void> {
      batch.push(chunk);
      batched += chunk.length;
      if (!busy && batched >= batchBytes) start();
      while (broken || (busy && batched >= queueBytes)) await writing;
    },
    /** Writes the rest; throws when any write went wrong. */
    async end(): Promise<void> {
      while (busy) await writing;
      if (batched > 0) start();
      await writing;
    },
    /** Throws when any sync went wrong. */
    synced: () => syncing,
    /** Drops the rest, and waits until nothing is under way any more, however it ends. */
    async settle(): Promise<void> {
      batch = [];
      batched = 0;
      await Promise.allSettled([writing, syncing]);
    },
  };
}

/** `writev` may write less than it was given. */
async function writeAll(handle: FileHandle, buffers: readonly Buffer[], ownsChunks: boolean): Promise<void> {
  const { bytesWritten } = await handle.writev(buffers);
  const bytes = buffers.reduce((sum, buffer) => sum + buffer.length, 0);
  if (bytesWritten < bytes) await handle.writeFile(Buffer.concat(buffers).subarray(bytesWritten));
  if (ownsChunks) for (const buffer of buffers) release(buffer);
}

/** Gives the memory of a chunk back, unless it is only a part of something larger. */
function release({ buffer, byteLength }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
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
