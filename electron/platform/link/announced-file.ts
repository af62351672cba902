import { type FileHandle, open, stat, truncate } from 'node:fs/promises';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { isDiskFull } from '../files/file-error.ts';
import { hashFile } from '../files/receive-file.ts';
import type { FileSink, FileWriter, Offered } from '../transfer/file-ports.ts';
import type { OfferedFile } from '../transfer/machine.ts';

/** A file that a call has announced. */
export interface AnnouncedFile {
  name: string;
  bytes: number;
  sha256: string;
  /** What has arrived of it; it is there already, maybe empty. */
  path: string;
}

/**
 * Takes the one file that was announced and goes on at the end of what is there. What was cut off stays; what is whole and not
 * what was announced is emptied. Fails with CONSOLE_OTHER_FILE, CONSOLE_FILE_DAMAGED, DISK_FULL.
 */
export const announcedFileSink = (file: AnnouncedFile, options: { resumes: boolean }): FileSink => ({
  async offer(offered: OfferedFile): Promise<Result<Offered>> {
    // Names are not compared: how much of one a protocol carries is its own affair.
    if (offered.bytes !== null && offered.bytes !== file.bytes) return fail(otherFile(file));
    if (!options.resumes) await truncate(file.path, 0);
    const offset = Math.min((await stat(file.path)).size, file.bytes);
    const handle = await open(file.path, 'r+');
    return ok({ take: 'accept', offset, name: file.name, writer: createWriter(file, handle, offset) });
  },
});

function createWriter(file: AnnouncedFile, handle: FileHandle, offset: number): FileWriter {
  let written = offset;
  return {
    async write(bytes) {
      if (written + bytes.length > file.bytes) return fail(otherFile(file));
      try {
        await handle.writev([bytes], written);
        written += bytes.length;
        return ok(undefined);
      } catch (error) {
        return fail(writeFailure(error));
      }
    },
    async end() {
      try {
        await handle.sync();
      } catch (error) {
        return fail(writeFailure(error));
      }
      const { bytes, sha256 } = await hashFile(file.path);
      if (bytes !== file.bytes) return fail(otherFile(file));
      if (sha256 === file.sha256) {
        await handle.close();
        return ok(undefined);
      }
      // Going on from here could never become what was announced.
      await handle.truncate(0);
      return fail(failure('CONSOLE_FILE_DAMAGED', { file: file.name }));
    },
    async abandon() {
      await handle.close().catch(() => undefined);
    },
  };
}

const otherFile = ({ name, bytes }: AnnouncedFile): Failure =>
  failure('CONSOLE_OTHER_FILE', { file: name, bytes });

function writeFailure(error: unknown): Failure {
  if (isDiskFull(error)) return failure('DISK_FULL', { doing: 'storing what came over the console' });
  throw error;
}
