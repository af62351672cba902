import { type FileHandle, open } from 'node:fs/promises';
import { isFileError } from '#platform/files/file-error.ts';
import { rotatedPath } from './log-files.ts';

/** One read. A hundred ordinary lines fit; measured no faster with more. */
const chunkBytes = 32 * 1024;
/** What is longer than this is not a line of ours; its beginning is passed over. */
const maxLineBytes = 256 * 1024;
/** A line that still has no beginning after so many bytes is no log: the rest of its file is left alone. */
const maxSkippedBytes = 32 * 1024 * 1024;
const newline = 0x0a;

/**
 * The lines of a log from its last to its first, and then those of the file before it. Only what is asked for is read. A file
 * that is deleted, emptied or rotated meanwhile ends early; nothing is told twice. A last line without an end counts.
 */
export async function* linesBackward(path: string): AsyncGenerator<string> {
  const inode = yield* linesOfFile(path, null);
  yield* linesOfFile(rotatedPath(path), inode);
}

/** Answers the file's inode; a file with the inode `except` has been read already, under its earlier name. */
async function* linesOfFile(path: string, except: number | null): AsyncGenerator<string, number | null> {
  const handle = await openIfThere(path);
  if (handle === null) return null;
  try {
    const { ino, size } = await handle.stat();
    if (ino !== except) yield* linesOfHandle(handle, size);
    return ino;
  } finally {
    await handle.close();
  }
}

async function* linesOfHandle(handle: FileHandle, size: number): AsyncGenerator<string> {
  const buffer = Buffer.allocUnsafe(chunkBytes);
  /** Pieces of the line that is not whole yet, the last one first. */
  let pieces: Buffer[] = [];
  let pieceBytes = 0;
  let lineBytes = 0;
  const keep = (piece: Buffer) => {
    lineBytes += piece.length;
    // Of an endless line its end is kept.
    if (piece.length === 0 || pieceBytes > maxLineBytes) return;
    pieces.push(Buffer.from(piece));
    pieceBytes += piece.length;
  };
  const take = (): string => {
    const line = Buffer.concat(pieces.reverse()).toString('utf8');
    pieces = [];
    pieceBytes = 0;
    lineBytes = 0;
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  };
  for (let end = size; end > 0 && lineBytes < maxSkippedBytes; ) {
    const start = Math.max(0, end - chunkBytes);
    const { bytesRead } = await handle.read(buffer, 0, end - start, start);
    // Emptied meanwhile: what is left of it was told.
    if (bytesRead < end - start) return;
    let lineEnd = bytesRead;
    for (;;) {
      const at = lineEnd === 0 ? -1 : buffer.lastIndexOf(newline, lineEnd - 1);
      keep(buffer.subarray(at + 1, lineEnd));
      if (at < 0) break;
      const line = take();
      if (line !== '') yield line;
      lineEnd = at;
    }
    end = start;
  }
  const first = take();
  if (first !== '') yield first;
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return null;
    throw error;
  }
}
