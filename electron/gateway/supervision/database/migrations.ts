import type { Migration } from '#platform/database/database.ts';

/** Forward only, never edited once released: a gateway in the field has run the earlier ones. */
export const migrations: readonly Migration[] = [
  (sql) =>
    sql.exec(`
      -- One row an item of a backup part; 'settings' is one item. document: JSON as it stands in the backup.
      CREATE TABLE documents (
        part TEXT NOT NULL,
        id TEXT NOT NULL,
        position INTEGER NOT NULL,
        document TEXT NOT NULL,
        PRIMARY KEY (part, id)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE accounts (
        id TEXT PRIMARY KEY,
        username TEXT NOT NULL UNIQUE,
        password_hash TEXT NOT NULL,
        administrator INTEGER NOT NULL,
        created_at TEXT NOT NULL
      ) STRICT;
      -- Times are UTC epoch milliseconds.
      CREATE TABLE sessions (
        token_hash BLOB PRIMARY KEY,
        username TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        used_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE jobs (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        state TEXT NOT NULL,
        phase TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        ended_at INTEGER,
        outcome TEXT,
        reason TEXT,
        code TEXT,
        username TEXT NOT NULL,
        file_name TEXT NOT NULL,
        file_bytes INTEGER NOT NULL,
        file_sha256 TEXT NOT NULL,
        from_version TEXT,
        to_version TEXT
      ) STRICT;
      CREATE INDEX jobs_by_time ON jobs (created_at, id);
      CREATE TABLE job_events (
        job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
        id INTEGER NOT NULL,
        event TEXT NOT NULL,
        data TEXT NOT NULL,
        PRIMARY KEY (job_id, id)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE snapshots (
        name TEXT PRIMARY KEY,
        created_at INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        origin TEXT NOT NULL,
        revision TEXT NOT NULL,
        verified INTEGER NOT NULL,
        label TEXT
      ) STRICT;
    `),
  (sql) =>
    sql.exec(`
      -- Keys of the management API; key_hash: SHA-256 of the key, permission: none, read or write.
      CREATE TABLE api_keys (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        prefix TEXT NOT NULL,
        key_hash BLOB NOT NULL UNIQUE,
        permission TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        expires_at INTEGER,
        used_at INTEGER
      ) STRICT;
    `),
  (sql) =>
    sql.exec(`
      -- Failed logins by address and name; failed_at: a JSON list. Times are UTC epoch milliseconds.
      CREATE TABLE lock_outs (
        key TEXT PRIMARY KEY,
        failed_at TEXT NOT NULL,
        locked_until INTEGER NOT NULL,
        locks INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `),
];
