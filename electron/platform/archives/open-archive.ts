import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { formatBytes } from '#shared/format/bytes.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { failureError, failureOf } from '../files/failure-error.ts';
import { fileReason, isFileError } from '../files/file-error.ts';
import { descriptorAgrees } from './check-descriptor.ts';
import { directoryEnds } from './check-end.ts';
import { checkEntry, headersAgree, sizesFollow } from './check-entry.ts';
import { createEntryMeter } from './entry-meter.ts';
import { findCollision } from './entry-name.ts';
import { archiveLimits } from './limits.ts';

/** Of the local header that every zip with something in it begins with. */
const localHeaderSignature = 0x04034b50;

/** A zip that passed every guard of gateway contract §3 that needs no data; the others are applied as data comes out. */
export interface Archive {
  /** Files only, in the archive's order; `bytes` is what the archive claims until it was read. */
  entries: readonly { name: string; bytes: number }[];
  /** A small entry whole, at most 64 MiB. */
  read(name: string): Promise<Result<Buffer>>;
  /** Bytes of an entry; counted and checked on the way. A broken guard errors the stream: `failureOf(error)`. */
  stream(name: string): Promise<Result<Readable>>;
  close(): Promise<void>;
}

/** Opens a zip from outside. Fails with ARCHIVE_…; `displayName` is what people call the file. The caller closes. */
export async function openArchive(path: string, displayName: string): Promise<Result<Archive>> {
  let zip: ZipFile;
  try {
    zip = await openPromise(path, { autoClose: false, decodeStrings: false, validateEntrySizes: false });
  } catch (error) {
    return fail(await openFailure(error, path, displayName));
  }
  const files = new Map<string, Entry>();
  const problem = await collect(zip, displayName, files);
  if (problem !== null) {
    await close(zip);
    return fail(problem);
  }
  return ok(createArchive(zip, displayName, files));
}

async function openFailure(error: unknown, path: string, file: string): Promise<Failure> {
  const said = String(error);
  if (isFileError(error, 'ENOENT', 'EACCES', 'EISDIR', 'EIO')) {
    return failure('FILE_READ', { file, why: fileReason(error) }, said);
  }
  if (said.includes('End of central directory record signature not found')) {
    return (await beginsAsZip(path))
      ? failure('ARCHIVE_TRUNCATED', { file, what: 'its end is missing' }, said)
      : failure('ARCHIVE_NOT_ZIP', { file }, said);
  }
  return damaged(file, error);
}

/** What begins like an archive and does not end like one was cut off on its way. */
async function beginsAsZip(path: string): Promise<boolean> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && buffer.readUInt32LE() === localHeaderSignature;
  } finally {
    await handle.close();
  }
}

const tooLarge = (file: string, limit: number): Failure =>
  failure('ARCHIVE_TOO_LARGE', { file, limit, most: formatBytes(limit) });

const damaged = (file: string, error: unknown): Failure =>
  failureOf(error) ??
  failure(
    'ARCHIVE_TRUNCATED',
    { file, what: 'its directory or its data cannot be read' },
    error instanceof Error ? error.message : String(error),
  );

/** Reads the central directory and the local headers into `files`; returns the first broken guard. */
async function collect(zip: ZipFile, file: string, files: Map<string, Entry>): Promise<Failure | null> {
  const folders: string[] = [];
  const names: string[] = [];
  const ranges: { entry: string; start: number; end: number }[] = [];
  let bytes = 0;
  if (zip.entryCount > archiveLimits.entries) return tooMany(file, zip.entryCount);
  try {
    for await (const entry of zip.eachEntry()) {
      const checked = checkEntry(entry, file);
      if ('code' in checked) return checked;
      bytes += entry.uncompressedSize;
      if (bytes > archiveLimits.unpackedBytes) {
        return tooLarge(file, archiveLimits.unpackedBytes);
      }
      const local = await zip.readLocalFileHeaderPromise(entry);
      const end = local.fileDataStart + entry.compressedSize;
      const agree =
        headersAgree(entry, local) && (!sizesFollow(local) || (await descriptorAgrees(zip, entry, end)));
      if (!agree) return failure('ARCHIVE_HEADERS_DISAGREE', { file, entry: checked.name });
      ranges.push({ entry: checked.name, start: entry.relativeOffsetOfLocalHeader, end });
      if (checked.folder) folders.push(checked.name);
      else {
        names.push(checked.name);
        files.set(checked.name, entry);
      }
    }
    if (!(await directoryEnds(zip))) return damaged(file, 'the directory goes on behind its last entry');
  } catch (error) {
    return damaged(file, error);
  }
  const twice = findCollision(names, folders) ?? findCollision(folders);
  if (twice !== null) return failure('ARCHIVE_DUPLICATE_NAME', { file, entry: twice });
  const overlapping = findOverlap(ranges);
  return overlapping === null ? null : failure('ARCHIVE_HEADERS_DISAGREE', { file, entry: overlapping });
}

const tooMany = (file: string, entries: number): Failure =>
  failure('ARCHIVE_TOO_MANY_ENTRIES', { file, entries, limit: archiveLimits.entries });

/** Entries that share bytes are how a small zip unpacks to a huge one. */
function findOverlap(ranges: { entry: string; start: number; end: number }[]): string | null {
  const inOrder = ranges.toSorted((a, b) => a.start - b.start);
  for (const [index, range] of inOrder.entries()) {
    const next = inOrder[index + 1];
    if (next !== undefined && range.end > next.start) return next.entry;
  }
  return null;
}

function createArchive(zip: ZipFile, file: string, files: ReadonlyMap<string, Entry>): Archive {
  const stream = async (name: string): Promise<Result<Readable>> => {
    const entry = files.get(name);
    if (entry === undefined) return fail(failure('ARCHIVE_FILE_LIST', { file, entry: name }));
    try {
      return ok(await meteredStream(zip, file, name, entry));
    } catch (error) {
      return fail(damaged(file, error));
    }
  };
  return {
    entries: [...files].map(([name, entry]) => ({ name, bytes: entry.uncompressedSize })),
    stream,
    async read(name) {
      if ((files.get(name)?.uncompressedSize ?? 0) > archiveLimits.readBytes) {
        return fail(tooLarge(file, archiveLimits.readBytes));
      }
      const opened = await stream(name);
      if (!opened.ok) return opened;
      try {
        return ok(await buffer(opened.value));
      } catch (error) {
        return fail(damaged(file, error));
      }
    },
    close: () => close(zip),
  };
}

async function meteredStream(zip: ZipFile, file: string, name: string, entry: Entry): Promise<Readable> {
  const source = await zip.openReadStreamPromise(entry);
  const meter = createEntryMeter({ file, entry: name, bytes: entry.uncompressedSize, crc32: entry.crc32 });
  source.on('error', (error) => meter.destroy(failureError(damaged(file, error))));
  meter.on('close', () => source.destroy());
  return source.pipe(meter);
}

function close(zip: ZipFile): Promise<void> {
  if (!zip.isOpen) return Promise.resolve();
  return new Promise((resolve) => {
    zip.once('close', resolve);
    zip.close();
  });
}
