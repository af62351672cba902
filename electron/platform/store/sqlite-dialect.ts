import type { DatabaseSync } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type DialectAdapter,
  type Driver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { createSqliteConnection } from './sqlite-connection.ts';

/**
 * Kysely's own adapter lets one query in at a time. Node's SQLite answers at once, so nothing can come in between, and the
 * order of writes is the business of the write queue.
 */
const adapter: DialectAdapter = {
  supportsMultipleConnections: true,
  supportsCreateIfNotExists: true,
  supportsTransactionalDdl: true,
  supportsReturning: true,
  supportsOutput: false,
  acquireMigrationLock: async () => undefined,
  releaseMigrationLock: async () => undefined,
};

/** Kysely over one connection of `node:sqlite`; a `reader` refuses transactions, which would mix with other reads. */
export function createSqliteDialect(sql: DatabaseSync, use: 'reader' | 'writer'): Dialect {
  return {
    createAdapter: () => adapter,
    createDriver: () => createDriver(sql, use),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

function createDriver(sql: DatabaseSync, use: 'reader' | 'writer'): Driver {
  const connection = createSqliteConnection(sql);
  const run = async (on: DatabaseConnection, text: string) => {
    await on.executeQuery(CompiledQuery.raw(text));
  };
  return {
    init: async () => undefined,
    acquireConnection: async () => connection,
    releaseConnection: async () => undefined,
    async beginTransaction(on) {
      if (use === 'reader') throw new Error('reading takes no transaction; write() gives one');
      // IMMEDIATE: a transaction that only later asks for the write lock can be refused in its middle.
      await run(on, 'BEGIN IMMEDIATE');
    },
    commitTransaction: (on) => run(on, 'COMMIT'),
    async rollbackTransaction(on) {
      // A full disk may have rolled back already; a second ROLLBACK would hide the first error.
      if (sql.isTransaction) await run(on, 'ROLLBACK');
    },
    savepoint: (on, name) => run(on, `SAVEPOINT ${name}`),
    rollbackToSavepoint: (on, name) => run(on, `ROLLBACK TO ${name}`),
    releaseSavepoint: (on, name) => run(on, `RELEASE ${name}`),
    destroy: async () => sql.close(),
  };
}
