import { connectAsync, type MqttClient } from 'mqtt';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import type { AclRule } from '../../../../electron/fleet/broker/access-rules.ts';
import type { BrokerUser } from '../../../../electron/fleet/broker/broker.ts';
import { parseBrokerUrl } from '../../../../electron/fleet/broker/external/external-address.ts';
import { createExternalBroker } from '../../../../electron/fleet/broker/external/external-broker.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { freePort } from '../../../fakes/free-port.ts';
import { startGuardedMosquitto, startMosquitto } from '../../../fakes/mosquitto.ts';
import { agentNumber, clientIdOf, gone, topicOf } from '../../../fakes/mqtt-bench.ts';

const userNumber = (number: number, more: Partial<BrokerUser> = {}): BrokerUser => ({
  ...agentNumber(number),
  clientId: clientIdOf(agentNumber(number)),
  enabled: true,
  ...more,
});

function makeBroker(url: string, wanted: BrokerUser[] = []) {
  const at = parseBrokerUrl(url);
  if (at === null) throw new Error(`${url} is no address of a broker`);
  const broker = createExternalBroker({
    at,
    instanceId: 'test',
    wanted: async () => wanted,
    log: pino({ level: 'silent' }),
  });
  onTestFinished(() => broker.stop());
  return broker;
}

async function startBroker(wanted: BrokerUser[] = []) {
  const mosquitto = await startGuardedMosquitto();
  const broker = makeBroker(mosquitto.url, wanted);
  expect(await broker.start()).toEqual({ ok: true, value: null });
  const agent = async (number: number, password = 'right', more = {}): Promise<MqttClient> => {
    const { username } = agentNumber(number);
    const clientId = clientIdOf(agentNumber(number));
    const made = await connectAsync(`mqtt://127.0.0.1:${mosquitto.port}`, {
      ...{ clientId, username, password, protocolVersion: 4, reconnectPeriod: 0 },
      ...more,
    });
    made.on('error', () => undefined);
    onTestFinished(() => void made.end(true));
    return made;
  };
  return { mosquitto, broker, agent, wanted };
}

test('agents made here come in there, are heard, and hear what is published', async () => {
  const { broker, agent } = await startBroker();
  const heard: string[] = [];
  broker.subscribe('i/+/a/+/state', async ({ topic, payload }) => void heard.push(`${topic} ${payload}`));
  await broker.users.put(userNumber(1), 'right');
  const one = await agent(1);
  const told: string[] = [];
  one.on('message', (topic) => told.push(topic));
  await one.subscribeAsync(topicOf(1, '#'), { qos: 1 });
  for (let count = 0; count < 10; count++) {
    await one.publishAsync(topicOf(1, 'state'), String(count), { qos: 1 });
  }
  await eventually(() => heard.length).toBe(10);
  expect(await broker.publish(topicOf(1, 'agent/update'), 'x', { qos: 1, retain: true })).toMatchObject({
    ok: true,
  });
  await eventually(() => told).toContain(topicOf(1, 'agent/update'));
  await eventually(() => broker.statistics()).toMatchObject({
    messagesIn: 10,
    messagesOut: 1,
    retained: expect.any(Number),
  });
});

test('an agent is kept to its own topics and its own client id', async () => {
  const { broker, agent } = await startBroker();
  const heard: string[] = [];
  broker.subscribe('#', async ({ topic }) => void heard.push(topic));
  for (const number of [1, 2]) await broker.users.put(userNumber(number), 'right');
  const one = await agent(1);
  await expect(one.subscribeAsync(topicOf(2, '#'))).rejects.toThrow();
  await one.publishAsync(topicOf(2, 'state'), 'x', { qos: 1 });
  await one.publishAsync(topicOf(1, 'last'), 'x', { qos: 1 });
  await eventually(() => heard).toEqual([topicOf(1, 'last')]);
  await expect(agent(1, 'right', { clientId: clientIdOf(agentNumber(2)) })).rejects.toThrow();
  await expect(agent(1, 'wrong')).rejects.toThrow();
});

const noRules: AclRule[] = [];

test.each([
  ['removed', async ({ broker }: Bench) => broker.users.remove(userNumber(1).username)],
  ['given another password', async ({ broker }: Bench) => broker.users.put(userNumber(1), 'other')],
  ['disabled', async ({ broker }: Bench) => broker.users.put(userNumber(1, { enabled: false }))],
  ['given other rules', async ({ broker }: Bench) => broker.users.put(userNumber(1, { rules: noRules }))],
])('an agent that is %s is cut off at once', async (_what, change) => {
  const bench = await startBroker();
  await bench.broker.users.put(userNumber(1), 'right');
  const one = await bench.agent(1);
  const closed = gone(one);
  expect(await change(bench)).toEqual({ ok: true, value: null });
  await closed;
});
type Bench = Awaited<ReturnType<typeof startBroker>>;

test('a message is acknowledged after the handler, and comes again when that failed', async () => {
  const { broker, agent } = await startBroker();
  await broker.users.put(userNumber(1), 'right');
  const seen: string[] = [];
  broker.subscribe('i/+/a/+/state', async ({ payload }) => {
    seen.push(String(payload));
    if (seen.length === 1) throw new Error('the disk is full');
  });
  await (await agent(1)).publishAsync(topicOf(1, 'state'), 'once', { qos: 1 });
  await eventually(() => seen).toEqual(['once', 'once']);
});

test('messages that agents send while we are away wait for us', async () => {
  const { broker, agent, mosquitto } = await startBroker();
  await broker.users.put(userNumber(1), 'right');
  await broker.stop();
  const one = await agent(1);
  for (let count = 0; count < 8; count++) {
    await one.publishAsync(topicOf(1, 'state'), String(count), { qos: 1 });
  }
  const again = makeBroker(mosquitto.url, [userNumber(1)]);
  const heard: string[] = [];
  again.subscribe('#', async ({ payload }) => void heard.push(String(payload)));
  await again.start();
  await eventually(() => heard.toSorted()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
});

test('at the start users there become what they should be, and others’ are left alone', async () => {
  const mosquitto = await startGuardedMosquitto();
  const first = makeBroker(mosquitto.url);
  await first.start();
  for (const number of [1, 2, 3]) await first.users.put(userNumber(number), 'right');
  await first.stop();
  // Number 1 stays, 2 was disabled meanwhile, 3 was removed, 4 was never made there.
  const wanted = [userNumber(1), userNumber(2, { enabled: false }), userNumber(4)];
  const second = makeBroker(mosquitto.url, wanted);
  expect(await second.start()).toMatchObject({ ok: true });
  const login = async (number: number) => {
    const { username } = userNumber(number);
    const clientId = userNumber(number).clientId ?? '';
    const at = `mqtt://127.0.0.1:${mosquitto.port}`;
    const options = { clientId, username, password: 'right', reconnectPeriod: 0 };
    return connectAsync(at, options).then(
      (client) => {
        client.end(true);
        return true;
      },
      () => false,
    );
  };
  expect([await login(1), await login(2), await login(3), await login(4)]).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(await second.users.put(userNumber(4))).toMatchObject({
    ok: false,
    failure: { code: 'BROKER_PASSWORD_NEEDED' },
  });
  await second.users.put(userNumber(4), 'right');
  expect(await login(4)).toBe(true);
});

test('a broker that was started again is found again', async () => {
  const { broker, agent, mosquitto } = await startBroker();
  await broker.users.put(userNumber(1), 'right');
  await mosquitto.stop();
  await eventually(async () => (await broker.publish('i/x', 'x', { qos: 0, retain: false })).ok).toBe(false);
  await mosquitto.start();
  const heard: string[] = [];
  broker.subscribe('#', async ({ topic }) => void heard.push(topic));
  await eventually(async () => (await broker.publish('i/x', 'x', { qos: 0, retain: false })).ok).toBe(true);
  // It had kept its users by itself; without its store they would be made again only with passwords.
  const one = await agent(1);
  await eventually(async () => {
    await one.publishAsync(topicOf(1, 'state'), 'x', { qos: 1 });
    return heard.length;
  }).toBeGreaterThan(0);
});

test('what is wrong with it is a sentence', async () => {
  const port = await freePort();
  const closed = await makeBroker(`mqtt://admin:secret@127.0.0.1:${port}`).start();
  expect(closed).toMatchObject({ failure: { code: 'BROKER_UNREACHABLE', context: { why: 'ECONNREFUSED' } } });
  const guarded = await startGuardedMosquitto();
  const refused = await makeBroker(guarded.url.replace('secret', 'wrong')).start();
  expect(refused).toMatchObject({ failure: { code: 'BROKER_LOGIN_REFUSED' } });
  const plain = await startMosquitto();
  const missing = await makeBroker(plain.url.replace('mqtt://', 'mqtt://admin:secret@')).start();
  expect(missing).toMatchObject({
    failure: { code: 'BROKER_PLUGIN_MISSING', message: expect.stringContaining('mosquitto.conf') },
  });
});
