import type { Kysely } from 'kysely';
import { uuidV7 } from '#platform/ids/uuid-v7.ts';
import { agentPrefix, tenantPrefix } from '#shared/mqtt/agent-topics.ts';
import { coversFilter } from '#shared/mqtt/topic-filter.ts';
import { type AclRule, access } from '../broker/access-rules.ts';
import type { MqttAclRow, MqttUserRow } from '../database/tables/mqtt.ts';
import type { FleetTables, FleetTransaction } from '../database/tables.ts';

export type Reader = Kysely<FleetTables>;

export interface MqttUserWithRules {
  user: MqttUserRow;
  rules: MqttAclRow[];
}

const selectUsers = (read: Reader) => read.selectFrom('mqtt_users').selectAll();

/** Rules of these users, by the id of the user. */
export async function rulesOf(
  read: Reader,
  users: readonly MqttUserRow[],
): Promise<Map<string, MqttAclRow[]>> {
  if (users.length === 0) return new Map();
  const ids = users.map(({ id }) => id);
  const rows = await read
    .selectFrom('mqtt_acls')
    .selectAll()
    .where('user_id', 'in', ids)
    .orderBy('id')
    .execute();
  return Map.groupBy(rows, ({ user_id }) => user_id);
}

export async function withRules(read: Reader, users: readonly MqttUserRow[]): Promise<MqttUserWithRules[]> {
  const rules = await rulesOf(read, users);
  return users.map((user) => ({ user, rules: rules.get(user.id) ?? [] }));
}

/** By name, of whatever tenant: names are those of the broker. */
export const findByName = async (read: Reader, username: string): Promise<MqttUserRow | null> =>
  (await selectUsers(read).where('username', '=', username).executeTakeFirst()) ?? null;

/** By name or id. */
export async function findMqttUser(
  read: Reader,
  tenantId: string,
  name: string,
): Promise<MqttUserRow | null> {
  const row = await selectUsers(read)
    .where('tenant_id', '=', tenantId)
    .where((is) => is.or([is('username', '=', name), is('id', '=', name)]))
    .executeTakeFirst();
  return row ?? null;
}

export async function insertMqttUser(
  trx: FleetTransaction,
  user: Omit<MqttUserRow, 'id' | 'created_at' | 'updated_at'>,
  now: number,
): Promise<MqttUserRow> {
  const row = { id: uuidV7(now), ...user, created_at: now, updated_at: now };
  await trx.insertInto('mqtt_users').values(row).execute();
  return row;
}

export async function insertRules(
  trx: FleetTransaction,
  user: Pick<MqttUserRow, 'id' | 'tenant_id'>,
  rules: readonly { topic: string; access: number }[],
  now: number,
): Promise<MqttAclRow[]> {
  const rows = rules.map(({ topic, access }) => ({
    ...{ id: uuidV7(now), tenant_id: user.tenant_id, user_id: user.id },
    ...{ topic, access, created_at: now },
  }));
  if (rows.length > 0) await trx.insertInto('mqtt_acls').values(rows).execute();
  return rows;
}

export async function deleteRulesOf(trx: FleetTransaction, userId: string): Promise<void> {
  await trx.deleteFrom('mqtt_acls').where('user_id', '=', userId).execute();
}

export async function deleteMqttUser(trx: FleetTransaction, userId: string): Promise<void> {
  await deleteRulesOf(trx, userId);
  await trx.deleteFrom('mqtt_users').where('id', '=', userId).execute();
}

/** Whether there is one customer alone on this backend; with several nobody may see another's topics. */
export async function isOnlyTenant(read: Reader): Promise<boolean> {
  return (await read.selectFrom('tenants').select('id').limit(2).execute()).length < 2;
}

/** All that a tenant may use once there is another one. */
export const tenantFilter = (tenantId: string): string => `${tenantPrefix(tenantId)}#`;

/** What a user may really do: with several tenants only what lies within its own. */
export function effectiveRights(
  { user, rules }: MqttUserWithRules,
  alone: boolean,
): { superuser: boolean; rules: AclRule[] } {
  const own = tenantFilter(user.tenant_id);
  const given = rules.map(({ topic, access }) => ({ filter: topic, access }));
  if (alone) return { superuser: user.is_superuser === 1, rules: given };
  if (user.is_superuser === 1) return { superuser: false, rules: [{ filter: own, access: access.all }] };
  return { superuser: false, rules: given.filter(({ filter }) => coversFilter(own, filter)) };
}

/** The one rule of an agent. */
export const agentRule = (tenantId: string, agentUuid: string) => ({
  topic: `${agentPrefix(tenantId, agentUuid)}#`,
  access: access.all,
});
