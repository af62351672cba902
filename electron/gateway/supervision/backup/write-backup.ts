import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type ArchiveFile, writeArchive } from '#platform/archives/write-archive.ts';
import type { Database } from '#platform/database/database.ts';
import {
  type BackupManifest,
  type BackupPart,
  backupFormat,
  backupParts,
} from '#shared/gateway-api/manifests.ts';
import { openBackupSource } from './backup-source.ts';
import { partPath } from './part-schemas.ts';

export interface BackupFacts {
  name: string;
  revision: string;
  firmware: string;
  origin: BackupManifest['origin'];
  createdAt: Date;
}

/** A backup whose parts are fixed; what is left is to send it. */
export interface PreparedBackup {
  /** Ends `target`. Rejects when it breaks. */
  writeTo(target: Writable): Promise<void>;
  /** Removes what was spooled; call it also when nothing was written. */
  discard(): Promise<void>;
}

/** A part up to this size waits in memory and is packed; a larger one waits on disk and is stored as it is. */
const memoryBytes = 1024 * 1024;

/** Reads one consistent moment of the configuration. Throws the disk's error; nothing is left behind then. */
export async function prepareBackup(
  database: Database,
  uploadsFolder: string,
  facts: BackupFacts,
): Promise<PreparedBackup> {
  const spool = { folder: null as string | null };
  const discard = async () => {
    if (spool.folder !== null) await rm(spool.folder, { recursive: true, force: true });
  };
  const source = openBackupSource(database);
  try {
    const files: ArchiveFile[] = [];
    for (const part of backupParts) {
      const spoolFolder = async () => {
        spool.folder ??= await mkdtemp(join(uploadsFolder, 'backup-'));
        return spool.folder;
      };
      files.push({ name: partPath(part), content: await spoolPart(source.part(part), part, spoolFolder) });
    }
    const { createdAt, ...rest } = facts;
    const manifest = {
      kind: 'backup',
      format: backupFormat,
      ...rest,
      createdAt: createdAt.toISOString(),
    } as const;
    return { writeTo: (target) => writeArchive(target, manifest, files), discard };
  } catch (error) {
    await discard();
    throw error;
  } finally {
    source.close();
  }
}

async function spoolPart(
  pieces: Iterable<string>,
  part: BackupPart,
  folder: () => Promise<string>,
): Promise<ArchiveFile['content']> {
  const iterator = pieces[Symbol.iterator]();
  const held: string[] = [];
  let bytes = 0;
  for (let next = iterator.next(); !next.done; next = iterator.next()) {
    held.push(next.value);
    bytes += Buffer.byteLength(next.value);
    if (bytes > memoryBytes) {
      const path = join(await folder(), `${part}.json`);
      const rest = Readable.from(chunks(held, iterator));
      await pipeline(rest, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
      return { path };
    }
  }
  return held.join('');
}

/** One string a row would be one write a row. */
function* chunks(held: readonly string[], rest: Iterator<string>): Generator<Buffer> {
  let chunk = held.join('');
  for (let next = rest.next(); !next.done; next = rest.next()) {
    chunk += next.value;
    if (chunk.length >= 256 * 1024) {
      yield Buffer.from(chunk);
      chunk = '';
    }
  }
  yield Buffer.from(chunk);
}
