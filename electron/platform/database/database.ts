import { DatabaseSync } from 'node:sqlite';

/** One numbered step of the schema; its number is its place in the list, from 1. */
export type Migration = (sql: DatabaseSync) => void;

export interface Database {
  readonly path: string;
  readonly sql: DatabaseSync;
  /** Runs `work` in one immediate transaction: all of it is on disk when this returns, or nothing after a throw. */
  transaction<T>(work: () => T): T;
  /** A second, read-only connection, for reading one moment over a longer time. The caller closes it. */
  openReader(): DatabaseSync;
  close(): void;
}

const busyTimeoutMs = 5_000;

/**
 * Opens or creates the database at `path` and brings it forward to the newest of `migrations`. Every commit is fsynced.
 * Throws when the file was made by newer code, or is no database.
 */
export function openDatabase(path: string, migrations: readonly Migration[]): Database {
  const sql = new DatabaseSync(path, { timeout: busyTimeoutMs });
  try {
    sql.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
    migrate(sql, migrations);
  } catch (error) {
    sql.close();
    throw error;
  }
  return {
    path,
    sql,
    transaction: (work) => transaction(sql, work),
    openReader: () => new DatabaseSync(path, { readOnly: true, timeout: busyTimeoutMs }),
    close: () => sql.close(),
  };
}

/** The schema version of a database file; 0 for one without a schema. Throws when the file is no database. */
export function databaseVersion(path: string): number {
  const sql = new DatabaseSync(path, { timeout: busyTimeoutMs });
  try {
    return userVersion(sql);
  } finally {
    sql.close();
  }
}

function migrate(sql: DatabaseSync, migrations: readonly Migration[]): void {
  const from = userVersion(sql);
  if (from > migrations.length) {
    throw new Error(`the database has schema ${from}; this code knows up to ${migrations.length}`);
  }
  for (const [index, step] of migrations.entries()) {
    if (index < from) continue;
    transaction(sql, () => {
      step(sql);
      sql.exec(`PRAGMA user_version = ${index + 1}`);
    });
  }
}

function userVersion(sql: DatabaseSync): number {
  return Number(sql.prepare('PRAGMA user_version').get()?.user_version ?? 0);
}

function transaction<T>(sql: DatabaseSync, work: () => T): T {
  sql.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    sql.exec('COMMIT');
    return result;
  } catch (error) {
    // A full disk may have rolled back already; a second ROLLBACK would hide the first error.
    if (sql.isTransaction) sql.exec('ROLLBACK');
    throw error;
  }
}
