import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { migrate, type SchemaTables, type StoreMigration } from './migrate.ts';
import { backUpSqlite } from './sqlite-backup.ts';
import { createSqliteDialect } from './sqlite-dialect.ts';
import type { Store } from './store.ts';
import { createWriteQueue } from './write-queue.ts';

const busyTimeoutMs = 5_000;

/** SQLite's own numbers for a file that cannot be opened, is damaged, or is none of its files. */
const cannotOpen = 14;
const damaged = [11, 26];

/**
 * Opens or creates the database file at `path`. Every commit is fsynced. One process at a time: whoever calls this holds
 * the lock of the data folder (`processes/folder-lock.ts`), and keeps it until the store is closed.
 */
export async function openSqliteStore<T>(
  path: string,
  migrations: readonly StoreMigration[],
): Promise<Result<Store<T>>> {
  const opened = openSound(path);
  if (!opened.ok) return opened;
  const sql = opened.value;
  sql.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
  setCommonSubset(sql);
  const writer = new Kysely<T>({ dialect: createSqliteDialect(sql, 'writer') });
  try {
    const migrated = await migrate(writer as unknown as Kysely<SchemaTables>, migrations, path);
    if (!migrated.ok) {
      sql.close();
      return migrated;
    }
  } catch (error) {
    sql.close();
    throw error;
  }
  return ok(createSqliteStore(path, writer));
}

function createSqliteStore<T>(path: string, writer: Kysely<T>): Store<T> {
  const reading = new DatabaseSync(path, { readOnly: true, timeout: busyTimeoutMs });
  setCommonSubset(reading);
  const read = new Kysely<T>({ dialect: createSqliteDialect(reading, 'reader') });
  const queue = createWriteQueue(writer);
  return {
    dialect: 'sqlite',
    read,
    write: queue.write,
    afterCommit: queue.afterCommit,
    backup: (to) => backUpSqlite(path, to),
    async close() {
      await queue.end();
      // The writer last: only it may bring what the journal holds into the file.
      await destroy(read, reading);
      await writer.destroy();
    },
  };
}

/** Kysely destroys nothing that was never asked. */
async function destroy<T>(db: Kysely<T>, sql: DatabaseSync): Promise<void> {
  await db.destroy();
  if (sql.isOpen) sql.close();
}

/** SQLite's LIKE takes a for A; PostgreSQL's does not. */
const setCommonSubset = (sql: DatabaseSync): void => sql.exec('PRAGMA case_sensitive_like = ON');

/** The database, looked through before anything is written to it. */
function openSound(path: string): Result<DatabaseSync> {
  const isNew = !existsSync(path);
  let sql: DatabaseSync | null = null;
  try {
    sql = new DatabaseSync(path, { timeout: busyTimeoutMs });
    const what = isNew ? 'ok' : String(sql.prepare('PRAGMA quick_check(1)').get()?.quick_check);
    if (what === 'ok') return ok(sql);
    sql.close();
    return fail(failure('FLEET_DATABASE_DAMAGED', { database: path, what }));
  } catch (error) {
    sql?.close();
    const expected = openFailure(path, error);
    if (expected === null) throw error;
    return expected;
  }
}

function openFailure(database: string, error: unknown): ReturnType<typeof fail> | null {
  if (!(error instanceof Error) || !('errcode' in error)) return null;
  const number = Number(error.errcode) & 0xff;
  if (number === cannotOpen)
    return fail(failure('FLEET_DATABASE_UNREACHABLE', { database, why: error.message }));
  if (!damaged.includes(number)) return null;
  return fail(failure('FLEET_DATABASE_DAMAGED', { database, what: error.message }));
}
