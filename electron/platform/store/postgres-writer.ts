import { Client, DatabaseError } from 'pg';
import type { Logger } from 'pino';
import { failureError } from '#platform/files/failure-error.ts';
import { failure } from '#shared/errors/failure.ts';
import type { LentClient, PostgresClients } from './postgres-dialect.ts';
import { postgresName, postgresSettings } from './postgres-settings.ts';

/** Our advisory lock (PostgreSQL manual 13.3.5): "gate" in ASCII, and its use. A lock belongs to one database. */
const lock = [0x67_61_74_65, 1];

const lockWaitMs = 1_500;

/** SQLSTATE of a lock that was not had within `lock_timeout`. */
const lockNotAvailable = '55P03';

const retakeEveryMs = 1_000;

/**
 * The server frees the lock of a backend that it lost within half a minute, and a commit is on disk when it is told,
 * whatever the server's own defaults are.
 */
const sessionSettings =
  '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c synchronous_commit=on';

/**
 * The one connection that writes. It holds the lock that keeps every other fleet backend away from this database, so
 * nothing can be written without the lock. When it is lost, it is made again at once and at every {@link retakeEveryMs},
 * and whenever somebody wants to write. `connect` rejects with an error that carries FLEET_DATABASE_IN_USE when another
 * one has the lock, and with what `pg` says otherwise.
 */
export function createPostgresWriter(url: string, log: Logger): PostgresClients {
  let current: Client | null = null;
  let connecting: Promise<Client> | null = null;
  let retaking: NodeJS.Timeout | null = null;
  let ended = false;

  function lose(client: Client, error?: Error): void {
    if (current !== client) return;
    current = null;
    client.end().catch(() => undefined);
    if (ended) return;
    log.warn({ error, database: postgresName(url) }, 'the database connection was lost');
    retakeLater();
  }

  function retakeLater(): void {
    retaking ??= setTimeout(() => {
      retaking = null;
      if (current !== null || ended) return;
      take().catch(retakeLater);
    }, retakeEveryMs);
    retaking.unref();
  }

  async function open(): Promise<Client> {
    const client = new Client({ ...postgresSettings(url), options: sessionSettings });
    client.on('error', (error) => lose(client, error));
    client.on('end', () => lose(client));
    try {
      await client.connect();
      await takeLock(client, url);
    } catch (error) {
      client.end().catch(() => undefined);
      throw error;
    }
    current = client;
    return client;
  }

  async function take(): Promise<Client> {
    if (current !== null) return current;
    connecting ??= open().finally(() => {
      connecting = null;
    });
    return await connecting;
  }

  return {
    async connect(): Promise<LentClient> {
      const client = await take();
      return {
        query: client.query.bind(client),
        release(broken) {
          if (broken === true) lose(client);
        },
      };
    },
    async end() {
      ended = true;
      if (retaking !== null) clearTimeout(retaking);
      await connecting?.catch(() => undefined);
      await current?.end();
    },
  };
}

/** Waits a moment: the server takes some to notice that a killed backend, or our own lost connection, is gone. */
async function takeLock(client: Client, url: string): Promise<void> {
  await client.query(`SET lock_timeout = ${lockWaitMs}`);
  try {
    await client.query('SELECT pg_advisory_lock($1, $2)', lock);
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== lockNotAvailable) throw error;
    throw failureError(failure('FLEET_DATABASE_IN_USE', { database: postgresName(url) }));
  }
  await client.query('SET lock_timeout = DEFAULT');
}
