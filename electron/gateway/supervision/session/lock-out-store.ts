import type { Logger } from 'pino';
import { z } from 'zod';
import type { Database } from '#platform/database/database.ts';
import type { LockOutStore } from '#platform/rate-limits/lock-out.ts';
import { lockOutRule } from '#platform/rate-limits/lock-out-rule.ts';

const failedAtSchema = z.array(z.number());

/** Lock-outs in the state database: restarting the gateway is no way around them. */
export function createLockOutStore({ sql }: Database, log: Logger): LockOutStore {
  const put = sql.prepare(
    'INSERT OR REPLACE INTO lock_outs (key, failed_at, locked_until, locks) VALUES (?, ?, ?, ?)',
  );
  const remove = sql.prepare('DELETE FROM lock_outs WHERE key = ?');
  const load = sql.prepare('SELECT * FROM lock_outs ORDER BY locked_until LIMIT ?');
  const forget = sql.prepare(
    "DELETE FROM lock_outs WHERE locked_until < ?1 AND coalesce(failed_at ->> '$[#-1]', 0) < ?1",
  );
  const bestEffort = (write: () => unknown) => {
    try {
      write();
    } catch (error) {
      log.warn({ error }, 'a failed login could not be written down; a restart will forget it');
    }
  };
  return {
    load() {
      // What is older than the longest lock counts no more.
      bestEffort(() => forget.run(lockOutRule.now() - lockOutRule.maxLockMs));
      return load.all(lockOutRule.maxKeys).map(
        (row) =>
          [
            String(row.key),
            {
              failedAt: failedAtSchema.parse(JSON.parse(String(row.failed_at))),
              lockedUntil: Number(row.locked_until),
              locks: Number(row.locks),
            },
          ] as const,
      );
    },
    put: (key, { failedAt, lockedUntil, locks }) =>
      bestEffort(() => put.run(key, JSON.stringify(failedAt), lockedUntil, locks)),
    remove: (key) => bestEffort(() => remove.run(key)),
  };
}
