import type { Logger } from 'pino';
import type { LockOutEntry, LockOutStore } from '#platform/rate-limits/lock-out.ts';
import type { FleetStore } from '../database/tables.ts';

/** Lock-outs survive a restart. What cannot be written is logged: it keeps nobody from signing in. */
export async function openLockOutRows(
  store: FleetStore,
  maxRows: number,
  log: Logger,
): Promise<LockOutStore> {
  const rows = await store.read.selectFrom('login_locks').selectAll().limit(maxRows).execute();
  const loaded = rows.map(({ lock_key, entry }) => [lock_key, JSON.parse(entry) as LockOutEntry] as const);
  const bestEffort = (work: Promise<unknown>) => {
    work.catch((error) => log.warn({ error }, 'a lock-out could not be written'));
  };
  return {
    load: () => loaded,
    put(key, entry) {
      const row = { lock_key: key, entry: JSON.stringify(entry) };
      bestEffort(
        store.write(async (trx) => {
          await trx.deleteFrom('login_locks').where('lock_key', '=', key).execute();
          await trx.insertInto('login_locks').values(row).execute();
        }),
      );
    },
    remove: (key) =>
      bestEffort(store.write((trx) => trx.deleteFrom('login_locks').where('lock_key', '=', key).execute())),
  };
}
