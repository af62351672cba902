import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { fileReason } from '../files/file-error.ts';
import type { FileSource, FileToSend, OpenFile } from './file-ports.ts';

/** Files of this machine as the source of a transfer. Fails with FILE_READ. */
export async function filesToSend(paths: readonly string[]): Promise<Result<FileSource>> {
  const files: FileToSend[] = [];
  for (const path of paths) {
    try {
      const { size, mtimeMs } = await stat(path);
      files.push({ name: basename(path), bytes: size, modifiedMs: Math.floor(mtimeMs) });
    } catch (error) {
      return unreadable(path, error);
    }
  }
  return ok({
    files,
    async open(index) {
      const path = paths[index];
      if (path === undefined) throw new Error(`no file ${index}`);
      return openFile(path);
    },
  });
}

async function openFile(path: string): Promise<Result<OpenFile>> {
  try {
    const handle = await open(path);
    return ok({
      async read(offset, bytes) {
        try {
          const content = Buffer.alloc(bytes);
          let there = 0;
          while (there < bytes) {
            const { bytesRead } = await handle.read(content, there, bytes - there, offset + there);
            if (bytesRead === 0) break;
            there += bytesRead;
          }
          return ok(content.subarray(0, there));
        } catch (error) {
          return unreadable(path, error);
        }
      },
      close: () => handle.close(),
    });
  } catch (error) {
    return unreadable(path, error);
  }
}

const unreadable = (path: string, error: unknown) =>
  fail(failure('FILE_READ', { file: basename(path), why: fileReason(error) }, String(error)));
