import type { Readable } from 'node:stream';
import { inspectArchive } from '#platform/archives/inspect-archive.ts';
import { type Archive, openArchive } from '#platform/archives/open-archive.ts';
import { failureOf } from '#platform/files/failure-error.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { type BackupManifest, type BackupPart, backupParts } from '#shared/gateway-api/manifests.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { jsonArrayItems, parseItem } from './json-array.ts';
import { migrateItem } from './migrate-backup.ts';
import { type BackupAccount, partPath, partSchemas } from './part-schemas.ts';
import { createReferences } from './references.ts';

/** Gets every checked item in order; throws when it cannot be kept. Nothing it did may count until the end is ok. */
export type PartSink = (part: BackupPart, item: { id: string; document: unknown }) => void;

/**
 * Reads a backup and checks all of it: zip guards, manifest, hashes, presence and schema of each part, ids used once, an
 * administrator, and with `references` whether everything that an item refers to is in it. Nothing outside `sink` is
 * touched. Fails with ARCHIVE_…, BACKUP_….
 */
export async function readBackup(
  path: string,
  file: string,
  sink: PartSink,
  options: { references?: boolean } = {},
): Promise<Result<BackupManifest>> {
  const inspected = await inspectArchive(path, file, { trustedKeys: [], expected: 'backup' });
  if (!inspected.ok) return inspected;
  const { manifest } = inspected.value;
  if (manifest.kind !== 'backup') throw new Error('the inspection let another kind pass');
  const archive = await openArchive(path, file);
  if (!archive.ok) return archive;
  try {
    const administrators = { count: 0 };
    const references = createReferences();
    for (const part of backupParts) {
      const failed = await readPart(archive.value, file, part, manifest.format, (kept, item) => {
        if (kept === 'accounts' && (item.document as BackupAccount).administrator) administrators.count += 1;
        if (options.references) references.add(kept, item.document);
        sink(kept, item);
      });
      if (failed !== null) return fail(failed);
    }
    if (administrators.count === 0) return fail(failure('BACKUP_NO_ADMINISTRATOR', { file }));
    const broken = references.firstBroken();
    return broken === null ? ok(manifest) : fail(failure('BACKUP_PART_INVALID', { file, ...broken }));
  } finally {
    await archive.value.close();
  }
}

async function readPart(
  archive: Archive,
  file: string,
  part: BackupPart,
  format: number,
  sink: PartSink,
): Promise<Failure | null> {
  if (!archive.entries.some(({ name }) => name === partPath(part))) {
    return failure('BACKUP_PART_MISSING', { file, part });
  }
  const invalid = (what: string) => failure('BACKUP_PART_INVALID', { file, part: partPath(part), what });
  if (part === 'settings') {
    const read = await archive.read(partPath(part));
    if (!read.ok) return read.failure;
    return checkItems(listOf(read.value), part, format, sink, invalid);
  }
  const opened = await archive.stream(partPath(part));
  if (!opened.ok) return opened.failure;
  return checkItems(jsonArrayItems(opened.value as Readable), part, format, sink, invalid);
}

async function* listOf(document: Buffer): AsyncGenerator<unknown> {
  yield parseItem(document.toString('utf8'));
}

async function checkItems(
  items: AsyncIterable<unknown>,
  part: BackupPart,
  format: number,
  sink: PartSink,
  invalid: (what: string) => Failure,
): Promise<Failure | null> {
  const schema = partSchemas[part];
  const seen = new Set<string>();
  let position = 0;
  try {
    for await (const item of items) {
      const parsed = schema.safeParse(migrateItem(part, item, format));
      if (!parsed.success) {
        const issue = parsed.error.issues[0];
        const where = (issue?.path ?? []).map(String).join('.');
        return invalid(`item ${position + 1}${where && `, ${where}`}: ${issue?.message ?? 'does not fit'}`);
      }
      const keys = keysOf(part, parsed.data);
      const twice = keys.find((key) => seen.has(key));
      if (twice !== undefined) return invalid(`"${twice.slice(twice.indexOf(' ') + 1)}" is there twice`);
      for (const key of keys) seen.add(key);
      sink(part, { id: 'id' in parsed.data ? parsed.data.id : part, document: parsed.data });
      position += 1;
    }
    return null;
  } catch (error) {
    const broken = failureOf(error);
    if (broken !== null) return broken;
    if (error instanceof SyntaxError) return invalid(error.message);
    throw error;
  }
}

/** What has to be there once only: ids, and the names that people log in with. */
function keysOf(part: BackupPart, item: object): string[] {
  const id = 'id' in item ? [`id ${String(item.id)}`] : [];
  return part === 'accounts' && 'username' in item ? [...id, `name ${String(item.username)}`] : id;
}
