import { randomUUID } from 'node:crypto';
import { inspectArchive } from '#platform/archives/inspect-archive.ts';
import { openArchive } from '#platform/archives/open-archive.ts';
import { fileReason } from '#platform/files/file-error.ts';
import type { Transfer } from '#platform/transfer/rate-meter.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { BackupRecord } from '../backups/backups.ts';
import { requestFor } from '../sessions/contract-request.ts';
import type { GatewayClient } from '../sessions/gateway-client.ts';
import { downloadFile } from '../transfers/download.ts';

export interface BackupOptions {
  client: GatewayClient;
  gatewayId: string;
  gateway: string;
  /** A box without extensions: its backups may be of another make, then only the archive itself is checked. */
  plain: boolean;
  /** Name of a snapshot on the gateway; null: a backup of now. */
  snapshot: string | null;
  folder: string;
  signal: AbortSignal;
  now: () => number;
  onProgress: (transfer: Transfer) => void;
  onChecking: () => Promise<void>;
}

/**
 * Downloads a backup or a snapshot, opens it again and keeps it only when manifest and hashes agree. Failures: those of the download,
 * BACKUP_NOT_VERIFIED.
 */
export async function takeBackup(options: BackupOptions): Promise<Result<BackupRecord>> {
  const { client, gateway, now, snapshot } = options;
  const downloaded = await downloadFile(client, {
    path:
      snapshot === null
        ? requestFor('backup').path
        : requestFor('snapshotDownload', { params: { name: snapshot } }).path,
    folder: options.folder,
    fallbackName: snapshot === null ? `${gateway}-backup.zip` : `${gateway}-${snapshot}`,
    doing: snapshot === null ? 'downloading the backup' : 'downloading the snapshot',
    gateway,
    signal: options.signal,
    onProgress: options.onProgress,
    now,
  });
  if (!downloaded.ok) return downloaded;
  const file = downloaded.value;
  try {
    await options.onChecking();
    const checked = await check(file.temporaryPath, file.name, options);
    if (!checked.ok) {
      await file.discard();
      return fail(notVerified(checked.failure, gateway));
    }
    const path = await file.keep();
    const { bytes, sha256 } = file;
    const at = now();
    const about = { gatewayId: options.gatewayId, gatewayName: gateway, revision: checked.value };
    return ok({ id: randomUUID(), ...about, path, bytes, sha256, createdAt: at, verifiedAt: at });
  } catch (error) {
    await file.discard();
    if (options.signal.aborted)
      return fail(failure('GATEWAY_CONNECTION_LOST', { gateway, doing: 'checking' }));
    return fail(failure('FILE_WRITE', { file: file.name, why: fileReason(error) }));
  }
}

/** The revision that the backup comes from. */
async function check(path: string, name: string, options: BackupOptions): Promise<Result<string>> {
  const { plain, signal } = options;
  const inspected = await inspectArchive(path, name, { trustedKeys: [], expected: 'backup', signal });
  if (inspected.ok) {
    const { manifest } = inspected.value;
    return ok(manifest.kind === 'backup' ? manifest.revision : 'unknown');
  }
  const foreign = plain && inspected.failure.code === 'ARCHIVE_NO_MANIFEST';
  return foreign ? readThrough(path, name) : inspected;
}

/** Every entry unpacked once, so that at least its checksum was right. */
async function readThrough(path: string, name: string): Promise<Result<string>> {
  const opened = await openArchive(path, name);
  if (!opened.ok) return opened;
  try {
    for (const entry of opened.value.entries) {
      const stream = await opened.value.stream(entry.name);
      if (!stream.ok) return stream;
      for await (const _chunk of stream.value) {
        // Reading is the check.
      }
    }
    return ok('unknown');
  } catch (error) {
    return fail(failure('ARCHIVE_TRUNCATED', { file: name, what: String(error) }));
  } finally {
    await opened.value.close();
  }
}

const notVerified = (failed: Failure, gateway: string): Failure =>
  failure('BACKUP_NOT_VERIFIED', { gateway, why: failed.message }, failed.code);
