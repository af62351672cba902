import { z } from 'zod';
import { failure } from '#shared/errors/failure.ts';
import type { mqttApi } from '#shared/fleet-api/mqtt-api.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { loggedBy } from '../audit/logged-by.ts';
import type { FleetCall, FleetHandlers, FleetReply } from '../http/call.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import { checkTopics, type MqttDeps } from './mqtt-deps.ts';
import {
  deleteMqttUser,
  deleteRulesOf,
  findByName,
  findMqttUser,
  insertMqttUser,
  insertRules,
  type MqttUserWithRules,
  rulesOf,
  withRules,
} from './mqtt-rows.ts';
import { rightsOf } from './mqtt-user-changes.ts';
import { showMqttUser } from './show-mqtt.ts';

/** MQTT users that people and other programs connect with; those of agents come and go with their agents. */
export function mqttUserCalls(
  deps: MqttDeps,
): Pick<FleetHandlers, 'listMqttUsers' | 'createMqttUser' | 'updateMqttUser' | 'deleteMqttUser'> {
  const { store, audit } = deps;
  return {
    async listMqttUsers({ who, query }) {
      const after = readCursor(query.cursor, z.string());
      if (!after.ok) return after;
      const { limit, offset, search } = query;
      const page = await store.read
        .selectFrom('mqtt_users')
        .selectAll()
        .where('tenant_id', '=', who.tenantId)
        .$if(search !== undefined, (rows) => rows.where('username', 'like', `%${likeText(search ?? '')}%`))
        .$if(after.value !== null, (rows) => rows.where('username', '>', after.value ?? ''))
        .orderBy('username')
        .limit(limit)
        .offset(after.value === null ? offset : 0)
        .execute();
      const users = (await withRules(store.read, page)).map(showMqttUser);
      const last = page.length < limit ? undefined : page.at(-1);
      const nextCursor = last === undefined ? null : writeCursor(last.username);
      return { status: 200, body: { count: users.length, users, nextCursor } };
    },
    createMqttUser: (call) => createMqttUser(deps, call),
    updateMqttUser: (call) => updateMqttUser(deps, call),
    async deleteMqttUser(call) {
      const { who, params } = call;
      const removed = await store.write(async (trx): Promise<Result<string>> => {
        const user = await findMqttUser(trx, who.tenantId, params.username);
        if (user === null) return fail(failure('MQTT_USER_NOT_FOUND'));
        const { username } = user;
        if (user.agent_uuid !== null) return fail(failure('MQTT_USER_OF_AGENT', { username }));
        await deleteMqttUser(trx, user.id);
        await audit.record(trx, {
          tenantId: who.tenantId,
          type: 'mqtt_user.deleted',
          target: { type: 'mqtt_user', id: user.id },
          ...loggedBy(call),
          severity: 'warning',
          data: { username },
        });
        return ok(username);
      });
      if (!removed.ok) return removed;
      const followed = await deps.follower.follow(removed.value);
      return followed.ok ? { status: 200, body: { message: 'The MQTT user is removed' } } : followed;
    },
  };
}

/** As it stands in a search, not as a pattern. */
const likeText = (search: string): string => search.replaceAll(/[%_]/g, '');

async function createMqttUser(
  deps: MqttDeps,
  call: FleetCall<typeof mqttApi.createMqttUser>,
): Promise<FleetReply<typeof mqttApi.createMqttUser>> {
  const { store, audit, passwords, now } = deps;
  const { who, body } = call;
  const { username } = body;
  const { isSuperuser = false, rules = [] } = rightsOf(who.tenantId, body);
  const fits = await checkTopics(store.read, who.tenantId, rules);
  if (!fits.ok) return fits;
  const passwordHash = await passwords.hash(body.password);
  const made = await store.write(async (trx): Promise<Result<MqttUserWithRules>> => {
    if ((await findByName(trx, username)) !== null) return fail(failure('MQTT_USER_TAKEN'));
    const fields = { username, password_hash: passwordHash, agent_uuid: null };
    const flags = { is_superuser: isSuperuser ? 1 : 0, is_active: body.is_active === false ? 0 : 1 };
    const user = await insertMqttUser(trx, { tenant_id: who.tenantId, ...fields, ...flags }, now());
    const stored = { user, rules: await insertRules(trx, user, rules, now()) };
    await audit.record(trx, {
      tenantId: who.tenantId,
      type: 'mqtt_user.created',
      target: { type: 'mqtt_user', id: user.id },
      ...loggedBy(call),
      data: { username, isSuperuser, rules },
    });
    return ok(stored);
  });
  if (!made.ok) return made;
  const followed = await deps.follower.follow(username, body.password);
  return followed.ok ? { status: 201, body: showMqttUser(made.value) } : followed;
}

async function updateMqttUser(
  deps: MqttDeps,
  call: FleetCall<typeof mqttApi.updateMqttUser>,
): Promise<FleetReply<typeof mqttApi.updateMqttUser>> {
  const { store, audit, passwords, now } = deps;
  const { who, params, body } = call;
  const { isSuperuser, rules } = rightsOf(who.tenantId, body);
  const fits = await checkTopics(store.read, who.tenantId, rules ?? []);
  if (!fits.ok) return fits;
  const passwordHash = body.password === undefined ? null : await passwords.hash(body.password);
  const changed = await store.write(async (trx): Promise<Result<MqttUserWithRules>> => {
    const user = await findMqttUser(trx, who.tenantId, params.username);
    if (user === null) return fail(failure('MQTT_USER_NOT_FOUND'));
    const { username } = user;
    if (user.agent_uuid !== null) return fail(failure('MQTT_USER_OF_AGENT', { username }));
    const next = {
      ...user,
      password_hash: passwordHash ?? user.password_hash,
      is_superuser: isSuperuser === undefined ? user.is_superuser : Number(isSuperuser),
      is_active: body.is_active === undefined ? user.is_active : Number(body.is_active),
      updated_at: now(),
    };
    await trx.updateTable('mqtt_users').set(next).where('id', '=', user.id).execute();
    if (rules !== undefined) {
      await deleteRulesOf(trx, user.id);
      await insertRules(trx, user, rules, now());
    }
    await audit.record(trx, {
      tenantId: who.tenantId,
      type: 'mqtt_user.updated',
      target: { type: 'mqtt_user', id: user.id },
      ...loggedBy(call),
      data: {
        username,
        passwordChanged: passwordHash !== null,
        isSuperuser,
        isActive: body.is_active,
        rules,
      },
    });
    const all = await rulesOf(trx, [user]);
    return ok({ user: next, rules: all.get(user.id) ?? [] });
  });
  if (!changed.ok) return changed;
  const followed = await deps.follower.follow(changed.value.user.username, body.password);
  return followed.ok ? { status: 200, body: showMqttUser(changed.value) } : followed;
}
