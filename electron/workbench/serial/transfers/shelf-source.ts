import { open, stat } from 'node:fs/promises';
import { fileReason } from '#platform/files/file-error.ts';
import type { FileSource, FileToSend } from '#platform/transfer/file-ports.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { FileShelf, ShelvedFile } from '../../files/file-shelf.ts';

/** The files behind tokens, as something to send. They stay on the shelf until `release`. */
export interface ShelfSource extends FileSource {
  release(): Promise<void>;
}

/** Failures: FILE_TOKEN_UNKNOWN, FILE_MISSING, FILE_READ. */
export async function openShelfSource(
  shelf: FileShelf,
  tokens: readonly string[],
): Promise<Result<ShelfSource>> {
  const shelved: ShelvedFile[] = [];
  const files: FileToSend[] = [];
  for (const token of tokens) {
    const found = await shelf.find(token);
    if (!found.ok) return found;
    const { path, name } = found.value;
    try {
      const { size, mtimeMs } = await stat(path);
      shelved.push(found.value);
      files.push({ name, bytes: size, modifiedMs: Math.round(mtimeMs) });
    } catch (error) {
      return fail(failure('FILE_READ', { file: name, why: fileReason(error) }));
    }
  }
  const held = tokens.map((token) => shelf.hold(token));
  return ok({
    files,
    open: (index) => openFile(shelved[index]),
    async release() {
      await Promise.all(held.map((letGo) => letGo()));
    },
  });
}

async function openFile(file: ShelvedFile | undefined): ReturnType<FileSource['open']> {
  if (file === undefined) throw new Error('a file that was never announced');
  const unreadable = (error: unknown) =>
    fail(failure('FILE_READ', { file: file.name, why: fileReason(error) }));
  try {
    const handle = await open(file.path, 'r');
    return ok({
      async read(offset, bytes) {
        try {
          const content = Buffer.alloc(bytes);
          let filled = 0;
          while (filled < bytes) {
            const { bytesRead } = await handle.read(content, filled, bytes - filled, offset + filled);
            if (bytesRead === 0) break;
            filled += bytesRead;
          }
          return ok(content.subarray(0, filled));
        } catch (error) {
          return unreadable(error);
        }
      },
      close: () => handle.close().catch(() => undefined),
    });
  } catch (error) {
    return unreadable(error);
  }
}
