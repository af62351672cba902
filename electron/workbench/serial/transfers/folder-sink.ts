import { existsSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileReason } from '#platform/files/file-error.ts';
import type { FileSink, FileWriter, Offered } from '#platform/transfer/file-ports.ts';
import type { OfferedFile } from '#platform/transfer/machine.ts';
import { receiveIntoFolder } from '#platform/transfer/receive-into-folder.ts';
import { receivedName } from '#platform/transfer/received-name.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';

export type ReplaceAnswer = 'replace' | 'keep-both' | 'skip';

export interface FolderSinkOptions {
  /** Made when it is not there. */
  folder: string;
  /** For protocols that carry none. */
  name: string;
  /** Asked when a file of this name is there; may take its time, and is answered `skip` when the transfer ends meanwhile. */
  askReplace(file: { name: string; bytes: number | null; suggestedName: string }): Promise<ReplaceAnswer>;
  /** The protocol can go on with what an earlier try left (ZMODEM). */
  resumes: boolean;
  onStored(path: string, bytes: number): void;
}

/** More than any firmware; a device that announces or sends more is not believed. */
const maxBytes = 4 * 1024 ** 3;

/** {@link receiveIntoFolder}, with a third answer beside replacing and skipping: to keep both. */
export function createFolderSink(options: FolderSinkOptions): FileSink {
  const { folder, resumes } = options;
  let replaces = false;
  const inner = receiveIntoFolder({
    ...{ folder, fallbackName: options.name, maxBytes, resumes },
    mayReplace: async () => replaces,
  });

  async function decide(file: OfferedFile, name: string): Promise<Result<Offered>> {
    await mkdir(folder, { recursive: true });
    let wanted = name;
    replaces = false;
    if (existsSync(join(folder, name))) {
      const suggestedName = freeName(folder, name);
      const answer = await options.askReplace({ name, bytes: file.bytes, suggestedName });
      if (answer === 'skip') return ok({ take: 'skip', name });
      if (answer === 'keep-both') wanted = suggestedName;
      replaces = answer === 'replace';
    }
    const offered = await inner.offer({ ...file, name: wanted });
    if (!offered.ok || offered.value.take === 'skip') return offered;
    const path = join(folder, offered.value.name);
    return ok({ ...offered.value, writer: told(offered.value.writer, path, options.onStored) });
  }

  return {
    async offer(file) {
      const name = receivedName(file.name, options.name);
      try {
        return await decide(file, name);
      } catch (error) {
        return fail(failure('FILE_WRITE', { file: name, why: fileReason(error) }));
      }
    },
  };
}

/** Tells of the file once it is whole. */
const told = (writer: FileWriter, path: string, onStored: FolderSinkOptions['onStored']): FileWriter => ({
  ...writer,
  async end() {
    const ended = await writer.end();
    if (ended.ok) onStored(path, (await stat(path)).size);
    return ended;
  },
});

/** `log.txt` → `log (2).txt`. */
function freeName(folder: string, name: string): string {
  const ending = extname(name);
  const stem = name.slice(0, name.length - ending.length);
  for (let number = 2; ; number++) {
    const free = `${stem} (${number})${ending}`;
    if (!existsSync(join(folder, free))) return free;
  }
}
