import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fsyncFolder } from '#platform/files/atomic-file.ts';
import { receiveUnsynced } from '#platform/files/receive-file.ts';
import { createRateMeter, type Transfer } from '#platform/transfer/rate-meter.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { answerFailure } from '../sessions/contract-request.ts';
import type { GatewayClient } from '../sessions/gateway-client.ts';
import { downloadName } from './file-name.ts';
import { createStallGuard } from './stall-guard.ts';
import { unfinishedDownload } from './unfinished-downloads.ts';

/** The gateway takes the backup before the first byte comes. */
const usualStallMs = 120_000;

/** A download that lies beside its place until somebody has looked at it. */
export interface Downloaded {
  temporaryPath: string;
  /** What the gateway calls it, made harmless. */
  name: string;
  bytes: number;
  sha256: string;
  /** Gives the file its name (with a number when that is taken) and makes it last; answers the path. */
  keep(): Promise<string>;
  discard(): Promise<void>;
}

/**
 * Downloads into `folder`, hashing on the way. Failures: GATEWAY_CONNECTION_LOST (also after `signal`), FILE_WRITE, what
 * the gateway refuses with. Nothing is left behind unless it succeeds.
 */
export async function downloadFile(
  client: GatewayClient,
  download: {
    path: string;
    folder: string;
    fallbackName: string;
    doing: string;
    gateway: string;
    signal: AbortSignal;
    onProgress: (transfer: Transfer) => void;
    now: () => number;
    /** Silence that ends it. */
    stallMs?: number;
  },
): Promise<Result<Downloaded>> {
  const { folder, now, gateway } = download;
  const guard = createStallGuard(download.stallMs ?? usualStallMs, download.signal);
  try {
    const answered = await client.send({
      method: 'GET',
      path: download.path,
      answer: 'stream',
      timeoutMs: 0,
      signal: guard.signal,
      doing: download.doing,
    });
    if (!answered.ok) return answered;
    const { stream, headers } = answered.value;
    if (stream === null) {
      return fail(answerFailure(answered.value, gateway, { method: 'GET', path: download.path }));
    }
    const name = downloadName(headers['content-disposition'], download.fallbackName);
    const temporaryPath = unfinishedDownload(folder);
    const meter = createRateMeter(lengthOf(headers), now());
    try {
      await mkdir(folder, { recursive: true });
    } catch (error) {
      stream.destroy();
      return fail(failure('FILE_WRITE', { file: folder, why: String(error) }));
    }
    const received = await receiveUnsynced(stream, temporaryPath, {
      signal: guard.signal,
      ownsChunks: true,
      onBytes(bytes) {
        guard.touch();
        meter.add(bytes, now());
        download.onProgress(meter.read(now()));
      },
    });
    if (!received.ok) return fail(receiveFailure(received.failure, { name, ...download }));
    const { bytes, sha256, durable } = received.value;
    return ok({
      bytes,
      sha256,
      temporaryPath,
      name,
      async keep() {
        await durable;
        return keep(temporaryPath, folder, name);
      },
      async discard() {
        await durable.catch(() => undefined);
        await rm(temporaryPath, { force: true });
      },
    });
  } finally {
    guard.end();
  }
}

async function keep(temporaryPath: string, folder: string, name: string): Promise<string> {
  const extension = extname(name);
  const stem = name.slice(0, name.length - extension.length);
  let path = join(folder, name);
  // We alone write here under such names; a second download in the same second gets a number.
  for (let n = 2; existsSync(path); n++) path = join(folder, `${stem}-${n}${extension}`);
  await rename(temporaryPath, path);
  await fsyncFolder(folder);
  return path;
}

/** The receiving side speaks of uploads and of the gateway's disk; here it is a download and this computer's. */
function receiveFailure(failed: Failure, about: { name: string; gateway: string; doing: string }): Failure {
  if (failed.code === 'DISK_FULL') {
    return failure('FILE_WRITE', { file: about.name, why: 'the disk of this computer is full' });
  }
  if (failed.code !== 'UPLOAD_INTERRUPTED') return failed;
  const { gateway, doing } = about;
  return failure('GATEWAY_CONNECTION_LOST', { gateway, doing }, failed.detail);
}

function lengthOf(headers: Readonly<Record<string, string>>): number | null {
  const length = Number(headers['content-length']);
  return headers['content-length'] !== undefined && Number.isSafeInteger(length) ? length : null;
}
