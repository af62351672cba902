import { z } from 'zod';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { loggedBy } from '../audit/logged-by.ts';
import type { MqttAclRow, MqttUserRow } from '../database/tables/mqtt.ts';
import type { FleetTransaction } from '../database/tables.ts';
import type { FleetHandlers } from '../http/call.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import type { UserPrincipal } from '../http/principal.ts';
import { checkTopics, type MqttDeps } from './mqtt-deps.ts';
import { findMqttUser, insertRules } from './mqtt-rows.ts';
import { showAcl } from './show-mqtt.ts';

interface Changed {
  rule: MqttAclRow;
  username: string;
}

type Call = Parameters<typeof loggedBy>[0] & { who: UserPrincipal };

/** Single rules of MQTT users. */
export function mqttAclCalls(
  deps: MqttDeps,
): Pick<FleetHandlers, 'listMqttAcls' | 'addMqttAcl' | 'updateMqttAcl' | 'deleteMqttAcl'> {
  const { store, audit, now } = deps;

  /** Does it in one transaction, tells the log, and makes the broker follow. */
  async function change(
    call: Call,
    type: string,
    work: (trx: FleetTransaction) => Promise<Result<Changed>>,
  ): Promise<Result<Changed>> {
    const changed = await store.write(async (trx) => {
      const done = await work(trx);
      if (!done.ok) return done;
      const { rule, username } = done.value;
      await audit.record(trx, {
        tenantId: call.who.tenantId,
        type,
        target: { type: 'mqtt_acl', id: rule.id },
        ...loggedBy(call),
        data: { username, topic: rule.topic, access: rule.access },
      });
      return done;
    });
    if (!changed.ok) return changed;
    const followed = await deps.follower.follow(changed.value.username);
    return followed.ok ? changed : followed;
  }
  return {
    async listMqttAcls({ who, query }) {
      const after = readCursor(query.cursor, z.string());
      if (!after.ok) return after;
      const { limit, offset, username } = query;
      const rows = await store.read
        .selectFrom('mqtt_acls')
        .innerJoin('mqtt_users', 'mqtt_users.id', 'mqtt_acls.user_id')
        .selectAll('mqtt_acls')
        .select('mqtt_users.username')
        .where('mqtt_acls.tenant_id', '=', who.tenantId)
        .$if(username !== undefined, (some) => some.where('mqtt_users.username', '=', username ?? ''))
        .$if(after.value !== null, (some) => some.where('mqtt_acls.id', '>', after.value ?? ''))
        .orderBy('mqtt_acls.id')
        .limit(limit)
        .offset(after.value === null ? offset : 0)
        .execute();
      const last = rows.length < limit ? undefined : rows.at(-1);
      const nextCursor = last === undefined ? null : writeCursor(last.id);
      const acls = rows.map((row) => showAcl(row, row.username));
      return { status: 200, body: { count: acls.length, acls, nextCursor } };
    },
    async addMqttAcl(call) {
      const { who, params, body } = call;
      const fits = await checkTopics(store.read, who.tenantId, [body]);
      if (!fits.ok) return fits;
      const added = await change(call, 'mqtt_acl.created', async (trx) => {
        const user = changeable(await findMqttUser(trx, who.tenantId, params.username));
        if (!user.ok) return user;
        const [rule] = await insertRules(trx, user.value, [body], now());
        return rule === undefined ? missing() : ok({ rule, username: user.value.username });
      });
      return added.ok ? { status: 201, body: showAcl(added.value.rule, added.value.username) } : added;
    },
    async updateMqttAcl(call) {
      const { who, params, body } = call;
      const fits = await checkTopics(
        store.read,
        who.tenantId,
        body.topic === undefined ? [] : [{ topic: body.topic }],
      );
      if (!fits.ok) return fits;
      const updated = await change(call, 'mqtt_acl.updated', async (trx) => {
        const found = await findRule(trx, who.tenantId, params.id);
        if (!found.ok) return found;
        const { rule, username } = found.value;
        const { topic = rule.topic, access = rule.access } = body;
        await trx.updateTable('mqtt_acls').set({ topic, access }).where('id', '=', rule.id).execute();
        return ok({ rule: { ...rule, topic, access }, username });
      });
      return updated.ok
        ? { status: 200, body: showAcl(updated.value.rule, updated.value.username) }
        : updated;
    },
    async deleteMqttAcl(call) {
      const removed = await change(call, 'mqtt_acl.deleted', async (trx) => {
        const found = await findRule(trx, call.who.tenantId, call.params.id);
        if (found.ok) await trx.deleteFrom('mqtt_acls').where('id', '=', found.value.rule.id).execute();
        return found;
      });
      return removed.ok ? { status: 200, body: { message: 'The rule is removed' } } : removed;
    },
  };
}

const missing = () => fail(failure('MQTT_ACL_NOT_FOUND'));

function changeable(user: MqttUserRow | null): Result<MqttUserRow> {
  if (user === null) return fail(failure('MQTT_USER_NOT_FOUND'));
  if (user.agent_uuid !== null) return fail(failure('MQTT_USER_OF_AGENT', { username: user.username }));
  return ok(user);
}

async function findRule(trx: FleetTransaction, tenantId: string, id: string): Promise<Result<Changed>> {
  const rule = await trx
    .selectFrom('mqtt_acls')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (rule === undefined) return missing();
  const user = changeable(await findMqttUser(trx, tenantId, rule.user_id));
  return user.ok ? ok({ rule, username: user.value.username }) : user;
}
