import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import type { ClientBase } from 'pg';
import { explainPostgres } from './postgres-trouble.ts';

/** Where connections come from: a pool, or the one connection that may write. */
export interface PostgresClients {
  connect(): Promise<LentClient>;
  end(): Promise<void>;
}

export interface LentClient extends Pick<ClientBase, 'query'> {
  /** Gives it back; true: it is of no use any more. */
  release(broken?: boolean): void;
}

interface PostgresConnection extends DatabaseConnection {
  client: LentClient;
  broken: boolean;
}

/** Kysely over `pg`. Kysely's own driver does not tell a lost connection from a wrong statement. */
export function createPostgresDialect(clients: PostgresClients): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => createDriver(clients),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db) => new PostgresIntrospector(db),
  };
}

function createDriver(clients: PostgresClients): Driver {
  const run = async (on: DatabaseConnection, text: string) => {
    await on.executeQuery(CompiledQuery.raw(text));
  };
  return {
    init: async () => undefined,
    async acquireConnection() {
      try {
        return createConnection(await clients.connect());
      } catch (error) {
        throw explainPostgres(error);
      }
    },
    async releaseConnection(on) {
      const { client, broken } = on as PostgresConnection;
      client.release(broken);
    },
    beginTransaction: (on) => run(on, 'BEGIN'),
    commitTransaction: (on) => run(on, 'COMMIT'),
    rollbackTransaction: (on) => run(on, 'ROLLBACK'),
    savepoint: (on, name) => run(on, `SAVEPOINT ${name}`),
    rollbackToSavepoint: (on, name) => run(on, `ROLLBACK TO SAVEPOINT ${name}`),
    releaseSavepoint: (on, name) => run(on, `RELEASE SAVEPOINT ${name}`),
    destroy: () => clients.end(),
  };
}

function createConnection(client: LentClient): PostgresConnection {
  const connection: PostgresConnection = {
    client,
    broken: false,
    async executeQuery<R>({ sql, parameters }: CompiledQuery) {
      try {
        const { rows, rowCount } = await client.query(sql, [...parameters]);
        return { rows: rows as R[], numAffectedRows: BigInt(rowCount ?? 0) };
      } catch (error) {
        const explained = explainPostgres(error);
        if (explained !== error) connection.broken = true;
        throw explained;
      }
    },
    // biome-ignore lint/correctness/useYield: Kysely wants a generator; what is long is read in pages.
    async *streamQuery() {
      throw new Error('PostgreSQL streams nothing here; read it in pages');
    },
  };
  return connection;
}
