import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { receiveFile } from '#platform/files/receive-file.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { ServerLimits } from './server-limits.ts';

/** A file that was uploaded and lies on disk, fsynced. */
export interface Upload {
  /** As the client named it, for people; never a path. */
  name: string;
  path: string;
  bytes: number;
  sha256: string;
}

interface ReceiveOptions {
  /** Where the file goes; nothing may be there yet. */
  path: string;
  maxFiles: number;
  limits: ServerLimits;
}

/**
 * Reads a multipart body off: the first file streams to `path`, up to `maxFiles - 1` others are dropped. When it fails
 * nothing is left at `path`: UPLOAD_NO_FILE, UPLOAD_TOO_MANY_FILES, UPLOAD_INTERRUPTED, DISK_FULL.
 * A client that sends nothing for `uploadIdleMs` is cut off.
 */
export async function receiveUpload(
  request: FastifyRequest,
  options: ReceiveOptions,
): Promise<Result<Upload>> {
  if (!request.isMultipart()) return fail(failure('UPLOAD_NO_FILE'));
  const idle = setTimeout(() => request.raw.destroy(), options.limits.uploadIdleMs);
  const seen = () => idle.refresh();
  request.raw.on('data', seen);
  const first: { upload: Upload | null } = { upload: null };
  try {
    const failed = await readParts(request, options, first);
    if (failed === null && first.upload !== null) return ok(first.upload);
    await rm(options.path, { force: true });
    return fail(failed ?? failure('UPLOAD_NO_FILE'));
  } catch (error) {
    await rm(options.path, { force: true });
    return fail(toFailure(error, options.maxFiles));
  } finally {
    clearTimeout(idle);
    request.raw.off('data', seen);
    readOff(request);
  }
}

async function readParts(
  request: FastifyRequest,
  options: ReceiveOptions,
  first: { upload: Upload | null },
): Promise<Failure | null> {
  const parts = request.parts({ limits: { files: options.maxFiles, fileSize: Number.POSITIVE_INFINITY } });
  for await (const part of parts) {
    if (part.type === 'field') continue;
    if (first.upload !== null) {
      await drop(part.file);
      continue;
    }
    const received = await receiveFile(part.file, options.path, { ownsChunks: true });
    if (!received.ok) return received.failure;
    first.upload = {
      name: displayName(part.filename, options.limits.fileNameCharacters),
      path: options.path,
      ...received.value,
    };
  }
  return null;
}

/** What is left of a refused body is read off, so that the client reads the answer and not a reset connection. */
function readOff(request: FastifyRequest): void {
  request.raw.unpipe();
  request.raw.resume();
}

async function drop(file: Readable): Promise<void> {
  for await (const _chunk of file);
}

/** What a client calls a file, as people may see it: the last part of a path, without control characters. */
export function displayName(name: string | undefined, maxCharacters: number): string {
  const last = (name ?? '').split(/[/\\]/).at(-1) ?? '';
  const clean = last.replace(/\p{Cc}/gu, '').slice(0, maxCharacters);
  return clean === '' ? 'upload' : clean;
}

function toFailure(error: unknown, maxFiles: number): Failure {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'FST_FILES_LIMIT') return failure('UPLOAD_TOO_MANY_FILES', { limit: maxFiles });
  return failure('UPLOAD_INTERRUPTED', {}, String(error));
}
