import { existsSync } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { fileReason } from '#platform/files/file-error.ts';
import type { FileSink, FileWriter, Offered } from '#platform/transfer/file-ports.ts';
import type { OfferedFile } from '#platform/transfer/machine.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { downloadName } from '../../transfers/file-name.ts';

export type ReplaceAnswer = 'replace' | 'keep-both' | 'skip';

export interface FolderSinkOptions {
  folder: string;
  /** For protocols that carry none. */
  name: string;
  /** Asked when a file of this name is there; may take its time, and is answered `skip` when the transfer ends meanwhile. */
  askReplace(file: { name: string; bytes: number | null; suggestedName: string }): Promise<ReplaceAnswer>;
  /** The protocol can go on with what an earlier try left (ZMODEM). */
  resumes: boolean;
  onStored(path: string): void;
  maxBytes?: number;
}

/** More than any firmware; a device that announces or sends more is not believed. */
const defaultMaxBytes = 4 * 1024 ** 3;
/** Left free on the disk. */
const reserveBytes = 16 * 1024 * 1024;

/** Stores what arrives under safe base names in one folder; a file appears there when it is whole. */
export function createFolderSink(options: FolderSinkOptions): FileSink {
  const { folder, maxBytes = defaultMaxBytes } = options;

  async function place(file: OfferedFile): Promise<{ path: string; skip: boolean }> {
    const given = basename(file.name.replaceAll('\\', '/'));
    const name = downloadName(undefined, /[^.\s]/.test(given) ? given : options.name);
    const path = join(folder, name);
    if (!existsSync(path)) return { path, skip: false };
    const suggestedName = freeName(folder, name);
    const answer = await options.askReplace({ name, bytes: file.bytes, suggestedName });
    return { path: answer === 'keep-both' ? join(folder, suggestedName) : path, skip: answer === 'skip' };
  }

  async function offer(file: OfferedFile): Promise<Result<Offered>> {
    await mkdir(folder, { recursive: true });
    const { path, skip } = await place(file);
    const name = basename(path);
    if (skip) return ok({ take: 'skip', name });
    if ((file.bytes ?? 0) > maxBytes)
      return fail(failure('TRANSFER_TOO_LARGE', { file: name, limit: maxBytes }));
    const unfinished = join(folder, `.${name}.${file.bytes ?? 0}-${file.modifiedMs ?? 0}.unfinished`);
    const offset = options.resumes && file.bytes !== null ? await sizeOf(unfinished, file.bytes) : 0;
    const missing = await missingSpace(folder, (file.bytes ?? 0) - offset);
    if (missing > 0) return fail(failure('TRANSFER_NO_SPACE', { file: name, bytes: missing }));
    const handle = await open(unfinished, offset > 0 ? 'a' : 'w', 0o600);
    const keeps = options.resumes && file.bytes !== null;
    const writer = createWriter({
      handle,
      path,
      unfinished,
      offset,
      maxBytes,
      keeps,
      onStored: options.onStored,
    });
    return ok({ take: 'accept', offset, name, writer });
  }

  return {
    async offer(file) {
      try {
        return await offer(file);
      } catch (error) {
        return fail(
          failure('FILE_WRITE', { file: basename(file.name) || options.name, why: fileReason(error) }),
        );
      }
    },
  };
}

function createWriter(file: {
  handle: FileHandle;
  path: string;
  unfinished: string;
  offset: number;
  maxBytes: number;
  keeps: boolean;
  onStored(path: string): void;
}): FileWriter {
  const name = basename(file.path);
  let bytes = file.offset;
  const guarded = async (act: () => Promise<void>): Promise<Result<void>> => {
    try {
      return ok(await act());
    } catch (error) {
      return fail(failure('FILE_WRITE', { file: name, why: fileReason(error) }));
    }
  };
  return {
    async write(content) {
      bytes += content.length;
      if (bytes > file.maxBytes)
        return fail(failure('TRANSFER_TOO_LARGE', { file: name, limit: file.maxBytes }));
      return guarded(() => file.handle.writeFile(content));
    },
    end: () =>
      guarded(async () => {
        await file.handle.sync();
        await file.handle.close();
        await rename(file.unfinished, file.path);
        file.onStored(file.path);
      }),
    async abandon() {
      await file.handle.close().catch(() => undefined);
      if (!file.keeps || bytes === 0) await rm(file.unfinished, { force: true }).catch(() => undefined);
    },
  };
}

/** Of what an earlier try left; more than the file has is none of it. */
async function sizeOf(path: string, wholeBytes: number): Promise<number> {
  const found = await stat(path).catch(() => null);
  return found === null || found.size > wholeBytes ? 0 : found.size;
}

async function missingSpace(folder: string, bytes: number): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return Math.max(0, bytes + reserveBytes - bavail * bsize);
}

/** `log.txt` → `log (2).txt`. */
function freeName(folder: string, name: string): string {
  const ending = extname(name);
  const stem = name.slice(0, name.length - ending.length);
  for (let number = 2; ; number++) {
    const free = `${stem} (${number})${ending}`;
    if (!existsSync(join(folder, free))) return free;
  }
}
