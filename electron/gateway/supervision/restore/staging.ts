import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Database } from '#platform/database/database.ts';
import { accountValues } from '../accounts/accounts.ts';
import type { BackupAccount } from '../backup/part-schemas.ts';
import type { PartSink } from '../backup/read-backup.ts';

/** A checked backup as a database of its own, so that applying it is one short transaction, however large it is. */
export interface Staging {
  sink: PartSink;
  /** Ends the filling; the file at the path that it returns can be attached as a database. */
  finish(): string;
  /**
   * Replaces configuration, accounts and settings and ends all sessions, in one transaction with whatever `also` writes.
   * Throws, and leaves everything as it was, when it fails.
   */
  apply(database: Database, also: () => void): void;
  /** Removes the file. */
  discard(): Promise<void>;
}

/** Opens an empty one in `folder`. */
export function openStaging(folder: string): Staging {
  const path = join(folder, `restore-${randomUUID()}.sqlite`);
  const sql = new DatabaseSync(path);
  // The file is thrown away after a crash: it needs no journal and no fsync.
  sql.exec(`
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
    CREATE TABLE documents (part TEXT, id TEXT, position INTEGER, document TEXT);
    CREATE TABLE accounts (id TEXT, username TEXT, password_hash TEXT, administrator INTEGER, created_at TEXT);
    BEGIN;
  `);
  const addDocument = sql.prepare('INSERT INTO documents VALUES (?, ?, ?, ?)');
  const addAccount = sql.prepare('INSERT INTO accounts VALUES (?, ?, ?, ?, ?)');
  let position = 0;
  const finish = (): string => {
    if (sql.isOpen) {
      sql.exec('COMMIT');
      sql.close();
    }
    return path;
  };
  return {
    sink(part, { id, document }) {
      if (part === 'accounts') addAccount.run(...accountValues(document as BackupAccount));
      else addDocument.run(part, id, position++, JSON.stringify(document));
    },
    finish,
    apply(database, also) {
      database.sql.prepare('ATTACH ? AS staged').run(finish());
      try {
        database.transaction(() => {
          database.sql.exec(`
            DELETE FROM documents;
            INSERT INTO documents SELECT part, id, position, document FROM staged.documents;
            DELETE FROM accounts;
            INSERT INTO accounts SELECT * FROM staged.accounts;
            DELETE FROM sessions;
          `);
          also();
        });
      } finally {
        database.sql.exec('DETACH staged');
      }
    },
    async discard() {
      if (sql.isOpen) sql.close();
      await rm(path, { force: true });
    },
  };
}
