import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fsyncFolder, writeFileAtomic } from '#platform/files/atomic-file.ts';
import { isFileError } from '#platform/files/file-error.ts';
import { hashFile, receiveFile } from '#platform/files/receive-file.ts';
import type { Upload } from '#platform/http/receive-uploads.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import type { SupervisionManifest } from '#shared/gateway-api/manifests.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Offer } from './check-feed.ts';
import { networkReason } from './feed.ts';
import { type FeedEntry, feedEntrySchema } from './feed-entry.ts';

/** The package of an update, on this machine and checked. */
export interface DownloadedUpdate {
  entry: FeedEntry;
  upload: Upload;
}

export interface DownloadProgress {
  onBytes(bytes: number): void;
  onVerifying(): void;
}

interface DownloadOptions {
  folder: string;
  /** A feed that sends nothing for so long is given up. */
  idleTimeoutMs: number;
  /** Ends every download. */
  stopping: AbortSignal;
  /** Archive, signature, launcher: as with a package that is uploaded. */
  inspect(upload: Upload): Promise<Result<{ manifest: SupervisionManifest }>>;
}

const unfinished = '.unfinished';
/** What the feed said about the package that lies beside it. */
const noteName = 'downloaded.json';

export interface UpdateDownloads {
  /** Streams the package to disk, counting and hashing, and checks it whole. One that is there already is only checked. */
  download(offer: Offer, progress: DownloadProgress): Promise<Result<DownloadedUpdate>>;
  /** The package of an earlier download, if its bytes are still the ones that were announced. */
  existing(): Promise<DownloadedUpdate | null>;
  /** How far the download is that is under way, in bytes. */
  moving(): { version: string; bytes: number; total: number } | null;
}

/** At most one package lies in the folder: the newest that was downloaded. */
export function createUpdateDownloads(options: DownloadOptions): UpdateDownloads {
  const { folder } = options;
  let moving: ReturnType<UpdateDownloads['moving']> = null;
  const uploadOf = (entry: FeedEntry): Upload => ({
    name: entry.file,
    path: join(folder, `${entry.version}.zip`),
    bytes: entry.size,
    sha256: entry.sha256,
  });
  async function existing(): Promise<DownloadedUpdate | null> {
    try {
      const entry = feedEntrySchema.parse(JSON.parse(await readFile(join(folder, noteName), 'utf8')));
      const upload = uploadOf(entry);
      const { bytes, sha256 } = await hashFile(upload.path);
      return bytes === entry.size && sha256 === entry.sha256 ? { entry, upload } : null;
    } catch {
      // Never downloaded, taken away, or half written by a killed process: it is downloaded again.
      return null;
    }
  }
  async function download(
    { feed, entry }: Offer,
    progress: DownloadProgress,
  ): Promise<Result<DownloadedUpdate>> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const there = await existing();
    const isThere = there?.entry.version === entry.version && there.entry.sha256 === entry.sha256;
    const target = uploadOf(entry);
    const temporary = { ...target, path: `${target.path}${unfinished}` };
    try {
      const onBytes = (bytes: number) => {
        moving = { version: entry.version, bytes, total: entry.size };
        progress.onBytes(bytes);
      };
      const refused = isThere ? null : await receive(options, { feed, entry }, temporary.path, onBytes);
      moving = null;
      if (refused !== null) return fail(refused);
      progress.onVerifying();
      const checked = await options.inspect(isThere ? target : temporary);
      if (!checked.ok) return checked;
      const { revision } = checked.value.manifest;
      if (revision !== entry.version) {
        const { file, version } = entry;
        return fail(failure('UPDATE_WRONG_REVISION', { file, revision, version }));
      }
      if (!isThere) await keep(folder, temporary.path, target.path, entry);
      return ok({ entry, upload: target });
    } finally {
      moving = null;
      await rm(temporary.path, { force: true });
    }
  }
  /** One after the other: they would write the same file. */
  let queue: Promise<unknown> = Promise.resolve();
  return {
    existing,
    moving: () => moving,
    download(offer, progress) {
      const turn = queue.then(() => download(offer, progress));
      queue = turn.catch(() => undefined);
      return turn;
    },
  };
}

/** Null: at `path` is what the feed announced, byte for byte. */
async function receive(
  options: DownloadOptions,
  { feed, entry }: Offer,
  path: string,
  onBytes: (bytes: number) => void,
): Promise<Failure | null> {
  const idle = idleSignal(options.idleTimeoutMs, options.stopping);
  try {
    const source = await feed.openFile(entry.file, idle.signal);
    if (!source.ok) return source.failure;
    const received = await receiveFile(source.value, path, {
      signal: idle.signal,
      maxBytes: entry.size,
      onBytes(bytes) {
        idle.seen();
        onBytes(bytes);
      },
    });
    if (!received.ok) return asUpdateFailure(received.failure, entry, idle.signal);
    const { bytes, sha256 } = received.value;
    if (bytes !== entry.size) {
      return failure('UPDATE_WRONG_SIZE', { file: entry.file, expected: entry.size, bytes });
    }
    return sha256 === entry.sha256 ? null : failure('UPDATE_WRONG_HASH', { file: entry.file });
  } finally {
    idle.end();
  }
}

/** The note is written last: without it the package does not count. */
async function keep(folder: string, temporary: string, path: string, entry: FeedEntry): Promise<void> {
  await rm(join(folder, noteName), { force: true });
  for (const name of await readdir(folder)) {
    if (join(folder, name) !== temporary) await rm(join(folder, name), { recursive: true, force: true });
  }
  await rename(temporary, path);
  await fsyncFolder(folder);
  await writeFileAtomic(join(folder, noteName), `${JSON.stringify(entry, null, 2)}\n`, { mode: 0o600 });
}

/** Removes what an earlier run left unfinished, and a package that is not newer than what runs by now. */
export async function tidyUpdates(folder: string, isOutdated: (version: string) => boolean): Promise<void> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return;
    throw error;
  }
  for (const name of names) {
    const version = /^(.+)\.zip$/.exec(name)?.[1];
    if (name.endsWith(unfinished) || (version !== undefined && isOutdated(version))) {
      await rm(join(folder, name), { force: true });
    }
  }
}

function idleSignal(timeoutMs: number, stopping: AbortSignal) {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new DOMException('the feed sent nothing', 'TimeoutError')),
    timeoutMs,
  );
  return {
    signal: AbortSignal.any([controller.signal, stopping]),
    seen: () => void timer.refresh(),
    end: () => clearTimeout(timer),
  };
}

/** What went wrong while receiving, in the words of an update. A full disk stays one. */
function asUpdateFailure(failed: Failure, entry: FeedEntry, signal: AbortSignal): Failure {
  const { file, size: expected } = entry;
  if (failed.code === 'UPLOAD_TOO_LARGE') return failure('UPDATE_TOO_LARGE', { file, expected });
  if (failed.code !== 'UPLOAD_INTERRUPTED') return failed;
  const why = signal.aborted ? networkReason(signal.reason) : 'the feed ended the connection';
  return failure('UPDATE_INTERRUPTED', { file, why }, failed.detail);
}
