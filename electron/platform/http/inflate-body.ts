import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { failureError } from '#platform/files/failure-error.ts';
import { failure } from '#shared/errors/failure.ts';
import { formatBytes } from '#shared/format/bytes.ts';

export interface BodyLimits {
  /** Bytes as they arrive. */
  wireBytes: number;
  /** Bytes after inflating: what a small body may blow up to. */
  inflatedBytes: number;
}

/**
 * The bytes of a request's body, inflated when `content-encoding` says gzip, a chunk at a time. Throws errors that carry
 * BODY_TOO_LARGE as soon as a limit is passed, BODY_UNREADABLE for another encoding and when the gzip is not whole.
 * The body is never destroyed, or the client would see a reset instead of the answer; what is left of it is read off.
 */
export async function* inflateBody(
  body: Readable,
  encoding: string | undefined,
  { wireBytes, inflatedBytes }: BodyLimits,
): AsyncGenerator<Buffer> {
  try {
    const arriving = atMost(wireBytes, body.iterator({ destroyOnReturn: false }));
    if (isPlain(encoding)) yield* arriving;
    else yield* atMost(inflatedBytes, gunzip(arriving));
  } finally {
    body.resume();
  }
}

function isPlain(encoding = 'identity'): boolean {
  const name = encoding.trim().toLowerCase();
  if (name === 'identity') return true;
  if (name === 'gzip' || name === 'x-gzip') return false;
  throw unreadable(`it is encoded as ${name.slice(0, 50)}; send it plain or with gzip`);
}

async function* atMost(limit: number, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > limit) throw failureError(failure('BODY_TOO_LARGE', { limit: formatBytes(limit) }));
    yield chunk;
  }
}

async function* gunzip(arriving: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const inflater = createGunzip();
  // Whoever reads the inflater gets the same error.
  pipeline(arriving, inflater).catch(() => undefined);
  try {
    yield* inflater as AsyncIterable<Buffer>;
  } catch (error) {
    throw isGzipError(error) ? unreadable('its gzip is damaged or broke off; send it again') : error;
  }
}

const unreadable = (why: string): Error => failureError(failure('BODY_UNREADABLE', { why }));

const isGzipError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
