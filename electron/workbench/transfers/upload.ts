import type { Readable } from 'node:stream';
import { FileChangedError } from '#platform/files/file-body.ts';
import { createRateMeter, type Transfer } from '#platform/transfer/rate-meter.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, type Result } from '#shared/result.ts';
import type { GatewayClient } from '../sessions/gateway-client.ts';
import type { HttpAnswer } from '../sessions/gateway-http.ts';
import { createMultipartFile } from './multipart-file.ts';
import { createStallGuard } from './stall-guard.ts';

/** A slow serial-to-IP bridge still moves a chunk in this time. */
const stallMs = 60_000;
/** The gateway unpacks and hashes gigabytes on a small processor before it answers. */
const checkingMs = 15 * 60_000;

/**
 * Sends one file as a stream from disk. Logged in first, so that gigabytes are not sent to an expired session; should it
 * end in between, the upload is made again once from the beginning. Any status is a value.
 * Failures: FILE_READ, GATEWAY_CONNECTION_LOST (also when nothing moved for a minute, and after `signal`), LOGIN_*.
 */
export async function uploadFile(
  client: GatewayClient,
  upload: {
    path: string;
    file: { path: string; name: string; bytes: number };
    signal: AbortSignal;
    onProgress: (transfer: Transfer) => void;
    /** The last byte of the file is on its way: from here on the gateway may act. */
    onAllSent: () => void;
    now: () => number;
    /** Silence that ends it, while bytes move and while the gateway checks. */
    limits?: { stallMs: number; checkingMs: number };
  },
): Promise<Result<HttpAnswer>> {
  const { file, now, limits = { stallMs, checkingMs } } = upload;
  const session = await client.call('session', { signal: upload.signal });
  // A box whose /session has another shape is logged in all the same.
  if (!session.ok && session.failure.context.status !== 200) return session;

  const multipart = createMultipartFile(file);
  const guard = createStallGuard(limits.stallMs, upload.signal);
  let readError: Error | null = null;
  let current: Readable | null = null;
  const open = () => {
    const meter = createRateMeter(file.bytes, now());
    const body = multipart.open({
      onBytes(bytes) {
        guard.touch();
        meter.add(bytes, now());
        upload.onProgress(meter.read(now()));
      },
      onLastByte() {
        guard.allow(limits.checkingMs);
        upload.onAllSent();
      },
    });
    body.on('error', (error) => {
      readError = error;
    });
    current?.destroy();
    current = body;
    return body;
  };
  const sent = await client.send({
    method: 'POST',
    path: upload.path,
    headers: multipart.headers,
    body: open,
    // The guard above is the limit.
    timeoutMs: 0,
    signal: guard.signal,
    doing: 'uploading',
  });
  guard.end();
  // Refused before the end: the file is not read any further.
  (current as Readable | null)?.destroy();
  if (sent.ok || readError === null || upload.signal.aborted) return sent;
  return isFileTrouble(readError)
    ? fail(failure('FILE_READ', { file: file.name, why: (readError as Error).message }))
    : sent;
}

/** The stream also fails when the socket does; only the file's own trouble is told as such. */
export const isFileTrouble = (error: Error): boolean =>
  error instanceof FileChangedError ||
  ('syscall' in error && (error.syscall === 'read' || error.syscall === 'open'));
