import { timingSafeEqual } from 'node:crypto';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok } from '#shared/result.ts';
import { secretHash } from '../auth/secrets.ts';
import type { AgentRow } from '../database/tables/agents.ts';
import type { FleetStore } from '../database/tables.ts';
import type { Identities } from '../http/access.ts';

/** Agents as their requests need them, from memory: 10 000 of them ask every minute. */
export interface DeviceDirectory extends Pick<Identities, 'device'> {
  /** In the transaction that changes keys, state or existence of an agent. */
  forget(uuid: string): void;
}

type Known = Pick<
  AgentRow,
  | 'uuid'
  | 'tenant_id'
  | 'device_key_hash'
  | 'previous_key_hash'
  | 'previous_key_expires_at'
  | 'is_proved'
  | 'is_active'
>;

const maxEntries = 50_000;

export function createDeviceDirectory(store: FleetStore, now: () => number = Date.now): DeviceDirectory {
  const byUuid = new Map<string, Known>();
  let changes = 0;

  const rows = () =>
    store.read
      .selectFrom('agents')
      .select(['uuid', 'tenant_id', 'device_key_hash', 'previous_key_hash', 'previous_key_expires_at'])
      .select(['is_proved', 'is_active'])
      .where('deleted_at', 'is', null);

  async function find(uuid: string): Promise<Known | null> {
    const known = byUuid.get(uuid);
    if (known !== undefined) return known;
    const before = changes;
    const row = await rows().where('uuid', '=', uuid).executeTakeFirst();
    if (row === undefined) return null;
    if (before === changes) {
      const oldest = byUuid.keys().next();
      if (byUuid.size >= maxEntries && !oldest.done) byUuid.delete(oldest.value);
      byUuid.set(uuid, row);
    }
    return row;
  }

  const findByKey = async (hash: string): Promise<Known | null> =>
    (await rows()
      .where((is) => is.or([is('device_key_hash', '=', hash), is('previous_key_hash', '=', hash)]))
      .executeTakeFirst()) ?? null;

  return {
    async device(uuid, key) {
      const hash = secretHash(key);
      const row = uuid === null ? await findByKey(hash) : await find(uuid.toLowerCase());
      if (row === null) return fail(failure(uuid === null ? 'DEVICE_KEY_INVALID' : 'DEVICE_NOT_REGISTERED'));
      if (!isKeyOf(row, hash, now())) return fail(failure('DEVICE_KEY_INVALID'));
      if (row.is_active === 0 || row.is_proved === 0) return fail(failure('DEVICE_INACTIVE'));
      return ok({ kind: 'device', tenantId: row.tenant_id, agentUuid: row.uuid });
    },
    forget: (uuid) =>
      store.afterCommit(() => {
        changes += 1;
        byUuid.delete(uuid);
      }),
  };
}

function isKeyOf(row: Known, hash: string, at: number): boolean {
  if (isSame(row.device_key_hash, hash)) return true;
  return (row.previous_key_expires_at ?? 0) > at && isSame(row.previous_key_hash, hash);
}

const isSame = (known: string | null, sent: string): boolean =>
  known !== null && timingSafeEqual(Buffer.from(known), Buffer.from(sent));
