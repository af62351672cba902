import { Kysely } from 'kysely';
import { Pool } from 'pg';
import type { Logger } from 'pino';
import { failureOf } from '#platform/files/failure-error.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { migrate, type SchemaTables, type StoreMigration } from './migrate.ts';
import { createPostgresDialect, type PostgresClients } from './postgres-dialect.ts';
import { postgresName, postgresSettings } from './postgres-settings.ts';
import { createPostgresWriter } from './postgres-writer.ts';
import type { Store } from './store.ts';
import { createWriteQueue } from './write-queue.ts';

const readingConnections = 8;

/**
 * Opens the database that `url` names, which has to exist, for this process alone. PostgreSQL checks its own pages; there
 * is nothing to look through here. Lost connections come back by themselves.
 */
export async function openPostgresStore<T>(
  url: string,
  migrations: readonly StoreMigration[],
  log: Logger,
): Promise<Result<Store<T>>> {
  const writing = createPostgresWriter(url, log);
  const reached = await reach(writing, url);
  if (!reached.ok) return reached;
  const writer = new Kysely<T>({ dialect: createPostgresDialect(writing) });
  try {
    const migrated = await migrate(writer as unknown as Kysely<SchemaTables>, migrations, postgresName(url));
    if (!migrated.ok) {
      await writer.destroy();
      return migrated;
    }
  } catch (error) {
    await writer.destroy();
    throw error;
  }
  return ok(createPostgresStore(url, writer, log));
}

async function reach(writing: PostgresClients, url: string): Promise<Result<null>> {
  try {
    (await writing.connect()).release();
    return ok(null);
  } catch (error) {
    await writing.end();
    const known = failureOf(error);
    const why = error instanceof Error ? error.message : String(error);
    return fail(known ?? failure('FLEET_DATABASE_UNREACHABLE', { database: postgresName(url), why }));
  }
}

function createPostgresStore<T>(url: string, writer: Kysely<T>, log: Logger): Store<T> {
  const pool = new Pool({
    ...postgresSettings(url),
    options: '-c default_transaction_read_only=on',
    max: readingConnections,
  });
  // The pool forgets the connection; without a listener the process would end.
  pool.on('error', (error) =>
    log.warn({ error, database: postgresName(url) }, 'a reading connection was lost'),
  );
  const read = new Kysely<T>({ dialect: createPostgresDialect(pool) });
  const queue = createWriteQueue(writer);
  return {
    dialect: 'postgres',
    read,
    write: queue.write,
    afterCommit: queue.afterCommit,
    backup: async () => fail(failure('FLEET_BACKUP_WITH_PG_DUMP')),
    async close() {
      await queue.end();
      await read.destroy();
      await writer.destroy();
      if (!pool.ended) await pool.end();
    },
  };
}
