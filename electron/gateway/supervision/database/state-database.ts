import { copyFileSync, existsSync, linkSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Logger } from 'pino';
import { type Database, databaseVersion, openDatabase } from '#platform/database/database.ts';
import { fsyncFolder } from '#platform/files/atomic-file.ts';
import { migrations } from './migrations.ts';

const fileName = 'gateway.sqlite';
const copyPattern = /^before-.+\.sqlite$/;

/** Name of the copy that lets an older revision come back to its own database. */
export const copyNameBefore = (revision: string): string => `before-${revision}.sqlite`;

/**
 * Opens the state database in `folder`. When a newer revision has migrated it and was rolled back, the newest copy that
 * this code can read takes its place; the newer file is set aside as `gateway.sqlite.newer-<time>`.
 */
export async function openStateDatabase(folder: string, log: Logger): Promise<Database> {
  const path = join(folder, fileName);
  if (existsSync(path) && databaseVersion(path) > migrations.length) await comeBack(folder, path, log);
  return openDatabase(path, migrations);
}

/**
 * Removes the copies when no upgrade is on probation any more: a later, wanted way back to an older revision must not take
 * an old configuration along unasked.
 */
export function removeCopies(folder: string): void {
  for (const name of readdirSync(folder)) if (copyPattern.test(name)) rmSync(join(folder, name));
}

async function comeBack(folder: string, path: string, log: Logger): Promise<void> {
  const copy = newestReadableCopy(folder);
  if (copy === null) {
    throw new Error('the state database was made by a newer revision, and no copy from before is there');
  }
  foldJournal(path);
  const next = `${path}.next`;
  copyFileSync(copy, next);
  foldJournal(next);
  const aside = `${path}.newer-${new Date().toISOString().replaceAll(':', '-')}`;
  // A second name first, then one rename over the old one: at no moment is there no database.
  keepAs(path, aside);
  renameSync(next, path);
  await fsyncFolder(folder);
  log.warn({ copy, aside }, 'came back to the database from before the upgrade');
}

function keepAs(path: string, aside: string): void {
  try {
    linkSync(path, aside);
  } catch {
    // File systems without hard links (FAT, exFAT).
    copyFileSync(path, aside);
  }
}

/** Moves what is only in the write-ahead log into the file itself and fsyncs it. */
function foldJournal(path: string): void {
  const sql = new DatabaseSync(path);
  sql.exec('PRAGMA synchronous = FULL; PRAGMA journal_mode = DELETE;');
  sql.close();
}

function newestReadableCopy(folder: string): string | null {
  const copies = readdirSync(folder)
    .filter((name) => copyPattern.test(name))
    .map((name) => join(folder, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  return copies.find(isReadable) ?? null;
}

function isReadable(path: string): boolean {
  try {
    const version = databaseVersion(path);
    return version > 0 && version <= migrations.length;
  } catch {
    return false;
  }
}
