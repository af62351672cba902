import { randomBytes } from 'node:crypto';
import { mkdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileReason } from '#platform/files/file-error.ts';
import { hashFile, receiveFile } from '#platform/files/receive-file.ts';
import type { FileToken } from '#shared/bridge/files.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';

/** A file behind a token. The path never leaves the host. */
export interface ShelvedFile {
  path: string;
  name: string;
  bytes: number;
}

/** Files that the user picked, dropped or sent from a browser, behind tokens that nobody can guess. */
export interface FileShelf {
  /** Deletes uploads that an earlier run left behind. */
  start(): Promise<void>;
  /** A file of this computer, picked or dropped; it is only referred to, never deleted. */
  adoptPath(path: string): Promise<Result<FileToken>>;
  /** Bytes sent by a browser; they live in the uploads folder until they are released. */
  adoptUpload(source: Readable, name: string): Promise<Result<FileToken>>;
  /** The file as it is now. Failures: FILE_TOKEN_UNKNOWN, FILE_MISSING. */
  find(token: string): Promise<Result<ShelvedFile>>;
  /** Size and SHA-256, computed once as long as the file does not change. Failures as {@link find}, FILE_READ. */
  digest(token: string, signal?: AbortSignal): Promise<Result<{ bytes: number; sha256: string }>>;
  /** Forgets the token; an upload is deleted unless a job still {@link hold}s it. */
  release(token: string): Promise<void>;
  /** Keeps an upload on disk while a job reads it; the returned function lets go. */
  hold(token: string): () => Promise<void>;
}

interface Entry extends ShelvedFile {
  uploaded: boolean;
  holders: number;
  released: boolean;
  /** Of the content as it was at `mtimeMs`. */
  digest: { bytes: number; sha256: string; mtimeMs: number } | null;
}

export function createFileShelf(uploadsFolder: string): FileShelf {
  const entries = new Map<string, Entry>();

  const shelve = (file: ShelvedFile, uploaded: boolean): FileToken => {
    const token = randomBytes(24).toString('base64url');
    entries.set(token, { ...file, uploaded, holders: 0, released: false, digest: null });
    return { token, name: file.name, bytes: file.bytes };
  };

  async function dropWhenUnused(token: string, entry: Entry): Promise<void> {
    if (!entry.released || entry.holders > 0) return;
    entries.delete(token);
    if (entry.uploaded) await rm(entry.path, { force: true });
  }

  return {
    async start() {
      await rm(uploadsFolder, { recursive: true, force: true });
      await mkdir(uploadsFolder, { recursive: true, mode: 0o700 });
    },
    async adoptPath(path) {
      const name = basename(path);
      const found = await stat(path).catch(() => null);
      if (found === null) return fail(failure('FILE_MISSING', { file: name }));
      if (!found.isFile()) return fail(failure('FILE_READ', { file: name, why: 'it is not a file' }));
      return ok(shelve({ path, name, bytes: found.size }, false));
    },
    async adoptUpload(source, name) {
      const path = join(uploadsFolder, randomBytes(12).toString('hex'));
      const received = await receiveFile(source, path, {});
      if (!received.ok) return fail(failureHere(received.failure, name));
      return ok(shelve({ path, name: basename(name), bytes: received.value.bytes }, true));
    },
    async find(token) {
      const entry = entries.get(token);
      if (entry === undefined || entry.released) return fail(failure('FILE_TOKEN_UNKNOWN'));
      const found = await stat(entry.path).catch(() => null);
      if (found === null) return fail(failure('FILE_MISSING', { file: entry.name }));
      return ok({ path: entry.path, name: entry.name, bytes: found.size });
    },
    async digest(token, signal) {
      const entry = entries.get(token);
      if (entry === undefined || entry.released) return fail(failure('FILE_TOKEN_UNKNOWN'));
      const found = await stat(entry.path).catch(() => null);
      if (found === null) return fail(failure('FILE_MISSING', { file: entry.name }));
      const { digest } = entry;
      const fresh = digest !== null && digest.bytes === found.size && digest.mtimeMs === found.mtimeMs;
      if (fresh) return ok({ bytes: digest.bytes, sha256: digest.sha256 });
      try {
        const { bytes, sha256 } = await hashFile(entry.path, signal);
        entry.digest = { bytes, sha256, mtimeMs: found.mtimeMs };
        return ok({ bytes, sha256 });
      } catch (error) {
        return fail(failure('FILE_READ', { file: entry.name, why: fileReason(error) }));
      }
    },
    async release(token) {
      const entry = entries.get(token);
      if (entry === undefined) return;
      entry.released = true;
      await dropWhenUnused(token, entry);
    },
    hold(token) {
      const entry = entries.get(token);
      if (entry === undefined) return async () => {};
      entry.holders += 1;
      let held = true;
      return async () => {
        if (!held) return;
        held = false;
        entry.holders -= 1;
        await dropWhenUnused(token, entry);
      };
    },
  };
}

/** The receiving side speaks of the gateway's disk; here it is this computer's. */
const failureHere = (failed: Failure, name: string): Failure =>
  failed.code === 'DISK_FULL'
    ? failure('FILE_WRITE', { file: basename(name), why: 'the disk of this computer is full' })
    : failed;
