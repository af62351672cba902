import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pino } from 'pino';
import { newHexSecret, secretHash } from '../../electron/fleet/auth/secrets.ts';
import { fleetMigrations } from '../../electron/fleet/database/migrations.ts';
import type { FleetTables } from '../../electron/fleet/database/tables.ts';
import { openStore } from '../../electron/platform/store/open-store.ts';

/** Writes API keys into the database of a fleet backend that does not run: one alone may send 1 000 requests a minute only. */
export async function addFleetCallers(dataFolder: string, count: number): Promise<string[]> {
  const place = { kind: 'sqlite', path: join(dataFolder, 'fleet.sqlite') } as const;
  const opened = await openStore<FleetTables>(place, fleetMigrations, pino({ level: 'silent' }));
  if (!opened.ok) throw new Error(opened.failure.message);
  const store = opened.value;
  const owner = await store.read.selectFrom('users').selectAll().executeTakeFirstOrThrow();
  const keys = Array.from({ length: count }, newHexSecret);
  await store.write(async (trx) => {
    for (const key of keys) {
      await trx
        .insertInto('api_keys')
        .values({
          ...{ id: randomUUID(), tenant_id: owner.tenant_id, created_by: owner.id, name: 'bench' },
          ...{ description: null, role: 'admin', key_hash: secretHash(key), key_prefix: key.slice(0, 8) },
          ...{ created_at: Date.now(), expires_at: null, last_used_at: null, revoked_at: null },
        })
        .execute();
    }
  });
  await store.close();
  return keys;
}
