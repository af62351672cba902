import type { Logger } from 'pino';
import type { Result } from '#shared/result.ts';
import type { StoreMigration } from './migrate.ts';
import { openSqliteStore } from './sqlite-store.ts';
import type { Place, Store } from './store.ts';

/**
 * Opens the database at `place`, makes it when it is missing (SQLite) and brings it forward to the newest of `migrations`.
 * Fails with FLEET_DATABASE_UNREACHABLE, FLEET_DATABASE_IN_USE, FLEET_DATABASE_DAMAGED, FLEET_DATABASE_NEWER or
 * FLEET_DATABASE_FOREIGN; nothing was changed then.
 */
export async function openStore<T>(
  place: Place,
  migrations: readonly StoreMigration[],
  log: Logger,
): Promise<Result<Store<T>>> {
  if (place.kind === 'sqlite') return openSqliteStore<T>(place.path, migrations);
  // Most sites have no PostgreSQL and start without its client.
  const { openPostgresStore } = await import('./postgres-store.ts');
  return openPostgresStore<T>(place.url, migrations, log);
}
