import { connect, type MqttClient } from 'mqtt';
import { expect, onTestFinished, test } from 'vitest';
import { agentPrefix, tenantPrefix } from '../../../shared/mqtt/agent-topics.ts';
import { describeOnEachDatabase } from '../../fakes/each-database.ts';
import { eventually } from '../../fakes/eventually.ts';
import { type InProcessFleet, inProcessFleet } from '../../fakes/in-process-fleet.ts';
import { gone } from '../../fakes/mqtt-bench.ts';

const users = '/mosquitto-auth/user';
const acls = '/mosquitto-auth/acl';
const password = 'long enough';

interface Login {
  username: string;
  password?: string;
  clientId?: string;
}

/** Connected to the broker of this backend; rejects with the return code of a refusal. */
function connectTo(fleet: InProcessFleet, login: Login): Promise<MqttClient> {
  const clientId = login.clientId ?? `test-${Math.random()}`;
  const client = connect(fleet.mqttUrl, { password, clientId, ...login, reconnectPeriod: 0 });
  onTestFinished(() => void client.end(true));
  return new Promise((resolve, reject) => {
    client.once('connect', () => resolve(client)).on('error', reject);
  });
}

const isGranted = (client: MqttClient, filter: string): Promise<boolean> =>
  client.subscribeAsync(filter).then(
    () => true,
    () => false,
  );

describeOnEachDatabase('MQTT users', (newPlace) => {
  test('are made, changed and removed by the documented calls and those of the public system', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const owner = await fleet.owner();
    const rule = { topic: 'plant/#', access: 7 };
    const made = await fleet.ask(users, owner, { body: { username: 'panel', password, acls: [rule] } });
    expect(made).toMatchObject({
      status: 201,
      json: { username: 'panel', is_active: true, is_superuser: false, agent_uuid: null, acls: [rule] },
    });
    expect(made.text).not.toMatch(/hash|argon/);
    const again = await fleet.ask('/api/v1/auth/mqtt-users', owner, {
      body: { username: 'panel', password },
    });
    expect(again).toMatchObject({ status: 409, json: { code: 'mqtt_user_taken' } });
    expect((await fleet.ask(acls, owner)).json).toMatchObject({
      count: 1,
      acls: [{ username: 'panel', ...rule }],
    });
    const byId = `/api/v1/auth/mqtt-users/${made.json.id}`;
    const added = await fleet.ask(`${byId}/acls`, owner, { body: { topic: 'other', access: 1 } });
    expect(added).toMatchObject({ status: 201, json: { topic: 'other', access: 1, username: 'panel' } });
    const acl = `/api/v1/auth/mqtt-acls/${added.json.id}`;
    const changed = await fleet.ask(acl, owner, { method: 'PUT', body: { access: 5 } });
    expect(changed).toMatchObject({ status: 200, json: { topic: 'other', access: 5 } });
    expect((await fleet.ask(`/api/v1${acls}?username=panel`, owner)).json.count).toBe(2);
    expect((await fleet.ask(acl, owner, { method: 'DELETE' })).status).toBe(200);
    expect(await fleet.ask(acl, owner, { method: 'DELETE' })).toMatchObject({
      status: 404,
      json: { code: 'mqtt_acl_not_found' },
    });
    const renewed = await fleet.ask(`${users}/panel`, owner, {
      method: 'PUT',
      body: { roles: ['reader', 'writer'], is_active: false },
    });
    const own = `${tenantPrefix(await fleet.tenantId())}#`;
    expect(renewed.json.is_active).toBe(false);
    const rights = renewed.json.acls.map(({ topic, access }: typeof rule) => `${topic} ${access}`);
    expect(rights.toSorted()).toEqual([`${own} 2`, `${own} 5`]);
    expect((await fleet.ask(byId, owner, { method: 'DELETE' })).status).toBe(200);
    expect((await fleet.ask(`${users}/panel`, owner, { method: 'DELETE' })).status).toBe(404);
    expect((await fleet.ask('/api/v1/auth/mqtt-users', owner)).json).toMatchObject({
      count: 0,
      nextCursor: null,
    });
    expect((await fleet.ask(acls, owner)).json.count).toBe(0);
    const { json } = await fleet.ask('/api/v1/audit/events?aggregateTypes=mqtt_user,mqtt_acl', owner);
    expect(json.events.map((event: { event_type: string }) => event.event_type).toReversed()).toEqual([
      ...['mqtt_user.created', 'mqtt_acl.created', 'mqtt_acl.updated', 'mqtt_acl.deleted'],
      ...['mqtt_user.updated', 'mqtt_user.deleted'],
    ]);
    expect(JSON.stringify(json)).not.toContain(password);
  });

  test('come in pages', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const owner = await fleet.owner();
    for (const username of ['c', 'a', 'b']) {
      await fleet.ask(users, owner, { body: { username, password, acls: [{ topic: username, access: 1 }] } });
    }
    for (const path of ['/api/v1/auth/mqtt-users', acls]) {
      const names: string[] = [];
      for (let cursor = ''; ; ) {
        const { json } = await fleet.ask(`${path}?limit=2${cursor}`, owner);
        const page: { username: string }[] = json.users ?? json.acls;
        names.push(...page.map(({ username }) => username));
        if (json.nextCursor === null) break;
        cursor = `&cursor=${json.nextCursor}`;
      }
      expect(names.toSorted()).toEqual(['a', 'b', 'c']);
    }
    expect((await fleet.ask('/api/v1/auth/mqtt-users?search=b', owner)).json.count).toBe(1);
  });

  test('act on live connections at once', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const owner = await fleet.owner();
    const put = (body: object) => fleet.ask(`${users}/panel`, owner, { method: 'PUT', body });
    await fleet.ask(users, owner, {
      body: { username: 'panel', password, acls: [{ topic: 'plant/#', access: 7 }] },
    });
    let panel = await connectTo(fleet, { username: 'panel' });
    expect(await isGranted(panel, 'plant/#')).toBe(true);
    expect(await isGranted(panel, 'i/#')).toBe(false);
    const cutOff = async (change: () => Promise<unknown>) => {
      const closed = gone(panel);
      await change();
      await closed;
    };
    await cutOff(() => put({ acls: [{ topic: 'plant/one', access: 7 }] }));
    panel = await connectTo(fleet, { username: 'panel' });
    expect(await isGranted(panel, 'plant/#')).toBe(false);
    // More rights, and nothing that it has is lost: it stays, and has them.
    await put({ is_superuser: true });
    expect(await isGranted(panel, '#')).toBe(true);
    await cutOff(() => put({ password: 'another one' }));
    await expect(connectTo(fleet, { username: 'panel' })).rejects.toMatchObject({ code: 4 });
    panel = await connectTo(fleet, { username: 'panel', password: 'another one' });
    await cutOff(() => put({ is_active: false }));
    await expect(connectTo(fleet, { username: 'panel', password: 'another one' })).rejects.toThrow();
    await put({ is_active: true });
    panel = await connectTo(fleet, { username: 'panel', password: 'another one' });
    await cutOff(() => fleet.ask(`${users}/panel`, owner, { method: 'DELETE' }));
  });

  test('of one tenant are nothing to another, and reach none of its topics', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const owner = await fleet.owner();
    await fleet.ask(users, owner, { body: { username: 'panel', password, is_superuser: true } });
    const panel = await connectTo(fleet, { username: 'panel' });
    expect(await isGranted(panel, '#')).toBe(true);
    await panel.endAsync();

    const other = await fleet.user('owner', await fleet.otherTenant());
    expect((await fleet.ask('/api/v1/auth/mqtt-users', other)).json.count).toBe(0);
    expect((await fleet.ask(`${users}/panel`, other, { method: 'DELETE' })).status).toBe(404);
    const foreign = { username: 'theirs', password, acls: [{ topic: '#', access: 7 }] };
    expect(await fleet.ask(users, other, { body: foreign })).toMatchObject({
      status: 400,
      json: { code: 'mqtt_topic_foreign' },
    });
    // A superuser is one of its tenant's topics now that there is another tenant.
    const again = await connectTo(fleet, { username: 'panel' });
    expect(await isGranted(again, '#')).toBe(false);
    expect(await isGranted(again, `${tenantPrefix(await fleet.tenantId())}#`)).toBe(true);
  });
});

test('what cannot be a rule or a name is refused', async () => {
  const fleet = await inProcessFleet();
  const owner = await fleet.owner();
  const good = { username: 'panel', password };
  for (const body of [
    { ...good, username: 'agent_x' },
    { ...good, username: 'a b' },
    { ...good, password: 'short' },
    { ...good, acls: [{ topic: 'a#', access: 7 }] },
    { ...good, acls: [{ topic: 'a', access: 8 }] },
    { ...good, acls: [{ topic: 'a', access: 0 }] },
  ]) {
    expect(await fleet.ask(users, owner, { body }), JSON.stringify(body)).toMatchObject({
      status: 400,
      json: { code: 'request_invalid' },
    });
  }
});

async function enrolled(fleet: InProcessFleet) {
  const owner = await fleet.owner();
  const key = await fleet.ask('/api/v1/provision/keys', owner, { body: {} });
  const secret: string = key.json.key?.key ?? key.json.key;
  const made = await fleet.ask('/api/v1/provision/agent', null, {
    body: { provisioningKey: secret, deviceName: 'box' },
  });
  expect(made.status, made.text).toBe(201);
  const { uuid, tenantId, mqtt } = made.json;
  const { username, password, clientIdPrefix } = mqtt.brokerConfig;
  const login = { username, password, clientId: `${clientIdPrefix}_${uuid}` };
  return { owner, uuid, tenantId, mqtt, login };
}

test('an agent connects with what its registration told it, to its own topics alone', async () => {
  const fleet = await inProcessFleet();
  const { mqtt, login, uuid, tenantId, owner } = await enrolled(fleet);
  expect(`mqtt://${mqtt.brokerConfig.host}:${mqtt.brokerConfig.port}`).toBe(fleet.mqttUrl);
  const agent = await connectTo(fleet, login);
  for (const filter of mqtt.topics.subscribe) expect(await isGranted(agent, filter)).toBe(true);
  expect(await isGranted(agent, `${tenantPrefix(tenantId)}#`)).toBe(false);
  await agent.publishAsync(`${agentPrefix(tenantId, uuid)}state`, '{}', { qos: 1 });
  const { json } = await fleet.ask('/api/v1/broker', owner);
  expect(json).toMatchObject({ kind: 'embedded', connected: 1, messagesIn: 1, urls: [fleet.mqttUrl] });
  const figures = await fleet.ask('/metrics', null);
  expect(figures.text).toContain('fleet_mqtt_connected_clients 1\n');
  await expect(connectTo(fleet, { ...login, clientId: 'other' })).rejects.toMatchObject({ code: 2 });
});

test('a revoked agent is cut off at once and does not come back', async () => {
  const fleet = await inProcessFleet();
  const { login, uuid, owner } = await enrolled(fleet);
  const agent = await connectTo(fleet, login);
  const closed = gone(agent);
  const revoked = await fleet.ask(`/api/v1/agents/${uuid}/revoke`, owner, { body: {} });
  expect(revoked.status, revoked.text).toBe(200);
  await closed;
  await expect(connectTo(fleet, login)).rejects.toMatchObject({ code: 4 });
  expect((await fleet.ask(acls, owner)).json.count).toBe(0);
});

test('the MQTT user of an agent is changed by its agent alone', async () => {
  const fleet = await inProcessFleet();
  const { login, owner } = await enrolled(fleet);
  const [acl] = (await fleet.ask(acls, owner)).json.acls;
  const body = { topic: '#', access: 7 };
  for (const [path, asked] of [
    [`${users}/${login.username}`, { method: 'PUT', body: { acls: [body] } }],
    [`${users}/${login.username}`, { method: 'DELETE' }],
    [`/api/v1/auth/mqtt-users/${login.username}/acls`, { body }],
    [`/api/v1/auth/mqtt-acls/${acl.id}`, { method: 'PUT', body }],
    [`/api/v1/auth/mqtt-acls/${acl.id}`, { method: 'DELETE' }],
  ] as const) {
    expect(await fleet.ask(path, owner, asked)).toMatchObject({
      status: 409,
      json: { code: 'mqtt_user_of_agent' },
    });
  }
  await eventually(async () => (await fleet.ask(acls, owner)).json.acls).toEqual([acl]);
});

test('users and their passwords survive a restart', async () => {
  const fleet = await inProcessFleet();
  const { login } = await enrolled(fleet);
  await fleet.restart();
  await connectTo(fleet, login);
});
