import { expect, test } from 'vitest';
import { describeOnEachDatabase, type NewPlace } from '../../fakes/each-database.ts';
import { inProcessFleet } from '../../fakes/in-process-fleet.ts';
import { scriptedAgent } from '../../fakes/scripted-agent.ts';

const keys = '/api/v1/provision/keys';
const oneCall = '/api/v1/provision/agent';

async function site(newPlace: NewPlace, options: Parameters<typeof inProcessFleet>[0] = {}) {
  const fleet = await inProcessFleet({ place: await newPlace(), ...options });
  const owner = await fleet.owner();
  const newKey = async (body: object = {}) => {
    const answer = await fleet.ask(keys, owner, { body });
    expect(answer.status, answer.text).toBe(201);
    return answer.json as { id: string; key: string; expiresAt: string };
  };
  return { fleet, owner, newKey };
}

const code = (status: number, name: string) => ({ status, json: { code: name } });

describeOnEachDatabase('provisioning', (newPlace) => {
  test.each(['ed25519', 'P-256'] as const)(
    'the public agent’s two steps, with %s: registered, proved, let in',
    async (curve) => {
      const { fleet, owner, newKey } = await site(newPlace);
      const agent = scriptedAgent(fleet, { curve });
      const { key } = await newKey();
      const registered = await agent.register(key);
      expect(registered.status).toBe(200);
      const { tenantId, challenge, mqtt } = registered.json;
      expect(tenantId).toMatch(/^[0-9a-f]{12}$/);
      expect(challenge).toMatch(/^[\w-]{43}$/);
      expect(mqtt).toMatchObject({
        username: `agent_${agent.uuid}`,
        brokerConfig: {
          username: mqtt.username,
          password: mqtt.password,
          host: '127.0.0.1',
          clientIdPrefix: 'Iotistic',
        },
      });
      // Not before it has proved its key.
      expect(await agent.ask('/ping')).toMatchObject(code(403, 'device_inactive'));
      const proved = await agent.exchange(agent.signature(challenge));
      expect(proved).toMatchObject({ status: 200, json: { status: 'ok', device: { uuid: agent.uuid } } });
      expect((await agent.ask('/ping')).status).toBe(200);
      const { json } = await fleet.ask(`/api/v1/audit/events?deviceUuid=${agent.uuid}`, owner);
      const types = json.events.map((event: { event_type: string }) => event.event_type);
      expect(types).toEqual(['device.provisioned', 'device.registered']);
    },
  );

  test('a wrong signature, a foreign one, and one that comes again prove nothing', async () => {
    const { fleet, newKey } = await site(newPlace);
    const agent = scriptedAgent(fleet);
    const { json } = await agent.register((await newKey()).key);
    const other = scriptedAgent(fleet, { uuid: agent.uuid });
    const fresh = (signature: string) =>
      agent.exchange(signature, { 'x-idempotency-key': Math.random().toString() });
    expect(await fresh(other.signature(json.challenge))).toMatchObject(code(401, 'signature_refused'));
    expect(await fresh('bm8=')).toMatchObject(code(401, 'signature_refused'));
    expect(await other.exchange(agent.signature(json.challenge))).toMatchObject(
      code(401, 'device_key_invalid'),
    );
    const good = agent.signature(json.challenge);
    expect((await fresh(good)).status).toBe(200);
    expect(await fresh(good)).toMatchObject(code(401, 'challenge_gone'));
  });

  test('answers that were lost on the way: both steps may be sent again, and count once', async () => {
    const { fleet, owner, newKey } = await site(newPlace);
    const agent = scriptedAgent(fleet);
    const { key } = await newKey();
    const first = await agent.register(key);
    const second = await agent.register(key);
    expect(second.json).toEqual(first.json);
    const signature = agent.signature(first.json.challenge);
    expect((await agent.exchange(signature)).status).toBe(200);
    expect((await agent.exchange(signature)).status).toBe(200);
    const { json } = await fleet.ask(`${keys}?all=true`, owner);
    expect(json.keys).toMatchObject([{ max_agents: 1, agents_provisioned: 1, is_active: false }]);
  });

  test('an agent that lost its challenge registers again with the same keys, or asks for another one', async () => {
    const clock = { now: Date.now() };
    const { fleet, newKey } = await site(newPlace, { options: { now: () => clock.now } });
    const agent = scriptedAgent(fleet);
    const { key } = await newKey();
    await agent.register(key);
    const again = await fleet.ask('/api/v1/agent/register', null, {
      headers: { 'x-provisioning-key': key },
      body: {
        uuid: agent.uuid,
        deviceName: 'again',
        deviceApiKey: agent.deviceKey,
        devicePublicKey: agent.publicKey,
      },
    });
    expect(again.status).toBe(200);
    const challenge = () => agent.ask('/challenge', { method: 'POST' });
    expect(await challenge()).toMatchObject(code(409, 'challenge_active'));
    clock.now += 16 * 60_000;
    const late = await agent.exchange(agent.signature(again.json.challenge), { 'x-idempotency-key': 'late' });
    expect(late).toMatchObject(code(401, 'challenge_gone'));
    const fresh = await challenge();
    expect(fresh.status).toBe(200);
    const proved = await agent.exchange(agent.signature(fresh.json.challenge), {
      'x-idempotency-key': 'fresh',
    });
    expect(proved.status).toBe(200);
    expect(await challenge()).toMatchObject(code(409, 'already_proved'));
  });

  test('provisioning keys: unknown, used up, expired and revoked ones are refused alike', async () => {
    const clock = { now: Date.now() };
    const { fleet, owner, newKey } = await site(newPlace, { options: { now: () => clock.now } });
    const refused = code(401, 'provisioning_key_refused');
    expect(await scriptedAgent(fleet).register('0'.repeat(64))).toMatchObject(refused);
    expect(await scriptedAgent(fleet).register('')).toMatchObject(refused);
    const once = await newKey();
    expect((await scriptedAgent(fleet).register(once.key)).status).toBe(200);
    expect(await scriptedAgent(fleet).register(once.key)).toMatchObject(refused);
    const revoked = await newKey({ maxDevices: 5 });
    const path = `/api/v1/provisioning-keys/${revoked.id}`;
    expect((await fleet.ask(path, owner, { method: 'DELETE', body: { reason: 'lost' } })).status).toBe(200);
    expect(await scriptedAgent(fleet).register(revoked.key)).toMatchObject(refused);
    const short = await newKey({ expiresInDays: 1 });
    clock.now += 25 * 3_600_000;
    expect(await scriptedAgent(fleet).register(short.key)).toMatchObject(refused);
    const wide = await fleet.ask('/api/v1/provisioning-keys', await fleet.owner(), { body: {} });
    expect(wide.json).toMatchObject({ maxDevices: 100, key: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const days = (Date.parse(wide.json.expiresAt) - clock.now) / 86_400_000;
    expect(Math.round(days)).toBe(365);
    expect(
      JSON.stringify(await fleet.store.read.selectFrom('provisioning_keys').selectAll().execute()),
    ).not.toContain(once.key);
  });

  test('a key for two agents makes two, however many ask at once', async () => {
    const { fleet, newKey } = await site(newPlace);
    const { key } = await newKey({ maxDevices: 2 });
    const answers = await Promise.all(Array.from({ length: 6 }, () => scriptedAgent(fleet).register(key)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(4);
  });

  test('one call, as the document has it: with its own key or one of ours, the key in body or header', async () => {
    const { fleet, newKey } = await site(newPlace);
    const { key } = await newKey({ maxDevices: 3 });
    const inBody = await fleet.ask(oneCall, null, { body: { provisioningKey: key, deviceName: 'pump' } });
    expect(inBody).toMatchObject({
      status: 201,
      json: { deviceName: 'pump', deviceApiKey: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    const headers = { 'x-provisioning-key': key, 'idempotency-key': 'one' };
    const ask = () => fleet.ask(oneCall, null, { headers, body: { deviceName: 'valve' } });
    const first = await ask();
    expect((await ask()).json).toEqual(first.json);
    // Whoever knows the Idempotency-Key, but not the provisioning key, gets nothing.
    const guess = await fleet.ask(oneCall, null, {
      headers: { 'idempotency-key': 'one' },
      body: { deviceName: 'valve' },
    });
    expect(guess).toMatchObject(code(401, 'provisioning_key_refused'));
    const asDevice = (path: string, uuid: string, bearer: string) =>
      fleet.ask(`/api/v1/device/${uuid}${path}`, bearer);
    expect((await asDevice('/ping', inBody.json.uuid, inBody.json.deviceApiKey)).status).toBe(200);
    expect((await asDevice('/ping', first.json.uuid, inBody.json.deviceApiKey)).status).toBe(401);
    const taken = await fleet.ask(oneCall, null, {
      body: { provisioningKey: key, deviceName: 'x', uuid: first.json.uuid },
    });
    expect(taken).toMatchObject(code(409, 'agent_exists'));
    const copied = { provisioningKey: key, deviceName: 'x', deviceApiKey: inBody.json.deviceApiKey };
    expect(await fleet.ask(oneCall, null, { body: copied })).toMatchObject(code(409, 'device_key_in_use'));
  });

  test('an agent changes its key: the old one is good for five minutes more, then only the new one', async () => {
    const clock = { now: Date.now() };
    const { fleet, newKey } = await site(newPlace, { options: { now: () => clock.now } });
    const agent = scriptedAgent(fleet);
    await agent.provision((await newKey()).key);
    const rotated = await agent.ask('/rotate-key', { body: { reason: 'yearly' } });
    expect(rotated.status).toBe(200);
    const withNew = (path: string) =>
      fleet.ask(`/api/v1/device/${agent.uuid}${path}`, rotated.json.deviceApiKey);
    expect([(await withNew('/ping')).status, (await agent.ask('/ping')).status]).toEqual([200, 200]);
    clock.now += 5 * 60_000 + 1_000;
    expect([(await withNew('/ping')).status, (await agent.ask('/ping')).status]).toEqual([200, 401]);
    expect((await withNew('/key-status')).json).toMatchObject({
      rotations: 1,
      popVerified: true,
      previousKeyExpiresAt: null,
    });
    expect((await withNew('/rotation-history')).json).toMatchObject({
      count: 1,
      rotations: [{ reason: 'yearly' }],
    });
  });

  test('a revoked agent is out at once, and comes back only with a new provisioning key', async () => {
    const { fleet, owner, newKey } = await site(newPlace);
    const agent = scriptedAgent(fleet);
    await agent.provision((await newKey()).key);
    expect((await agent.ask('/ping')).status).toBe(200);
    const path = `/api/v1/agents/${agent.uuid}/revoke`;
    const stranger = await fleet.user('owner', await fleet.otherTenant());
    expect(await fleet.ask(path, stranger, { body: {} })).toMatchObject(code(404, 'agent_not_found'));
    expect((await fleet.ask(path, owner, { body: { reason: 'stolen' } })).status).toBe(200);
    expect(await agent.ask('/ping')).toMatchObject(code(401, 'device_key_invalid'));
    const anew = scriptedAgent(fleet, { uuid: agent.uuid });
    expect((await anew.provision((await newKey()).key)).status).toBe(200);
    expect((await anew.ask('/ping')).status).toBe(200);
    expect((await agent.ask('/ping')).status).toBe(401);
  });

  test('no more agents than the licence allows', async () => {
    const { fleet, newKey } = await site(newPlace, { options: { deviceLimit: 1 } });
    const { key } = await newKey({ maxDevices: 5 });
    expect((await scriptedAgent(fleet).register(key)).status).toBe(200);
    expect(await scriptedAgent(fleet).register(key)).toMatchObject(code(403, 'device_limit_reached'));
  });
});
