import { connectAsync } from 'mqtt';
import { expect, test } from 'vitest';
import { ensureCertificate } from '#platform/certificates/self-signed.ts';
import { access } from '../../../../electron/fleet/broker/access-rules.ts';
import type { Presence } from '../../../../electron/fleet/broker/broker.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { admin, agentNumber, gone, inbox, startBroker, topicOf, uuidOf } from '../../../fakes/mqtt-bench.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

test('an agent publishes and is heard, by mqtt.js and by Mosquitto’s own clients', async () => {
  const { agent, publish, listen, broker } = await startBroker();
  const lines = listen(admin, 'i/#');
  await eventually(() => broker.statistics().subscriptions).toBe(1);
  const one = await agent(1);
  await one.publishAsync(topicOf(1, 'state'), 'from mqtt.js', { qos: 1 });
  await publish(agentNumber(2), topicOf(2, 'state'), 'from mosquitto_pub');
  await eventually(() => lines.toSorted()).toEqual(
    [`${topicOf(1, 'state')} from mqtt.js`, `${topicOf(2, 'state')} from mosquitto_pub`].toSorted(),
  );
});

test('what the server publishes reaches the agent, kept for one that comes later', async () => {
  const { agent, broker } = await startBroker();
  await broker.publish(topicOf(1, 'agent/update'), '{"action":"update"}', { qos: 1, retain: true });
  const one = await agent(1);
  const messages = inbox(one);
  await one.subscribeAsync(topicOf(1, 'agent/update'), { qos: 1 });
  await eventually(() => messages).toEqual([`${topicOf(1, 'agent/update')} {"action":"update"}`]);
  await broker.publish(topicOf(1, 'agent/update'), '', { qos: 1, retain: true });
  expect(broker.statistics().retained).toBe(0);
});

test('a message is acknowledged when the handler has taken it over, and not before', async () => {
  const { agent, broker } = await startBroker();
  const handed = Promise.withResolvers<void>();
  const committed = Promise.withResolvers<void>();
  broker.subscribe('i/+/a/+/state', async ({ topic, payload }) => {
    expect([topic, String(payload)]).toEqual([topicOf(1, 'state'), '{}']);
    handed.resolve();
    await committed.promise;
  });
  const one = await agent(1);
  let acknowledged = false;
  const sent = one.publishAsync(topicOf(1, 'state'), '{}', { qos: 1 }).then(() => {
    acknowledged = true;
  });
  await handed.promise;
  // A ping goes there and back only when this client is read on; another client's shows that the broker lives.
  await (await agent(2)).publishAsync(topicOf(2, 'other'), 'x', { qos: 1 });
  expect(acknowledged).toBe(false);
  committed.resolve();
  await sent;
});

test('a message that could not be taken over comes again', async () => {
  const { agent, broker } = await startBroker();
  const seen: string[] = [];
  broker.subscribe('i/+/a/+/state', async ({ payload }) => {
    seen.push(String(payload));
    if (seen.length === 1) throw new Error('the disk is full');
  });
  const one = await agent(1, { reconnectPeriod: 10, clean: false });
  await one.publishAsync(topicOf(1, 'state'), 'once', { qos: 1 });
  expect(seen).toEqual(['once', 'once']);
});

test('a message of QoS 0 that could not be taken over cuts nobody off', async () => {
  const { agent, broker } = await startBroker();
  broker.subscribe('i/+/a/+/endpoints/+', async () => Promise.reject(new Error('the disk is full')));
  const one = await agent(1);
  await one.publishAsync(topicOf(1, 'endpoints/beat'), 'x', { qos: 0 });
  await one.publishAsync(topicOf(1, 'state'), 'x', { qos: 1 });
  expect(one.connected).toBe(true);
});

test('comings and goings are told', async () => {
  const { agent, broker } = await startBroker();
  const told: Presence[] = [];
  broker.onPresence((presence) => told.push(presence));
  const one = await agent(1);
  await one.endAsync();
  await eventually(() => told.map(({ online }) => online)).toEqual([true, false]);
  expect(told[0]).toMatchObject({
    agentUuid: uuidOf(1),
    username: agentNumber(1).username,
    clientId: `Iotistic_${uuidOf(1)}`,
  });
});

test('with a certificate the same is said over TLS', async () => {
  const { key, cert } = await ensureCertificate(await temporaryFolder(), {
    commonName: 'fleet',
    altNames: ['127.0.0.1'],
  });
  const { broker } = await startBroker({
    listeners: [
      { host: '127.0.0.1', port: 0 },
      { host: '127.0.0.1', port: 0, tls: { key, cert } },
    ],
  });
  const url = broker.urls()[1] ?? '';
  expect(url).toMatch(/^mqtts:/);
  const login = { username: 'admin', password: 'right', ca: cert, reconnectPeriod: 0 };
  const client = await connectAsync(url, login);
  const messages: string[] = [];
  client.on('message', (topic, payload) => messages.push(topic + payload));
  await client.subscribeAsync('i/#', { qos: 1 });
  await client.publishAsync('i/x', 'y'.repeat(200_000), { qos: 1 });
  await eventually(() => messages.map(({ length }) => length)).toEqual([200_003]);
  await client.endAsync();
  await expect(connectAsync(url, { ...login, password: 'wrong' })).rejects.toMatchObject({ code: 4 });
});

test('a port that is taken is a sentence', async () => {
  const { port } = await startBroker();
  await expect(startBroker({ listeners: [{ host: '127.0.0.1', port }] })).rejects.toThrow(
    `cannot listen on 127.0.0.1:${port}`,
  );
});

test('a kept session is given what came while it was away, once', async () => {
  const { agent, broker, client } = await startBroker();
  const first = await agent(1, { clean: false });
  await first.subscribeAsync([topicOf(1, 'jobs/notify-next'), topicOf(1, 'jobs/#')], { qos: 1 });
  await first.endAsync();
  await eventually(() => broker.statistics().connected).toBe(0);
  await broker.publish(topicOf(1, 'jobs/notify-next'), 'job 1', { qos: 1, retain: false });
  await broker.publish(topicOf(1, 'jobs/notify-next'), 'job 2', { qos: 1, retain: false });
  const again = await client(agentNumber(1), { clean: false });
  const messages = inbox(again);
  await eventually(() => messages.length).toBeGreaterThanOrEqual(2);
  expect(messages.map((line) => line.split(' ').slice(1).join(' '))).toEqual(['job 1', 'job 2']);
});

test('new rules act on who is connected', async () => {
  const { broker, users, client } = await startBroker();
  const reader = { username: 'reader', superuser: false, agentUuid: null };
  users.set('reader', { ...reader, rules: [{ filter: 'i/#', access: access.all }] });
  const connected = await client({ ...reader, rules: [] });
  const messages = inbox(connected);
  await connected.subscribeAsync('i/a/#', { qos: 0 });
  const user = { ...reader, enabled: true, clientId: null };

  users.set('reader', { ...reader, rules: [{ filter: 'i/#', access: access.subscribe }] });
  await broker.users.put({ ...user, rules: [] });
  const closed = gone(connected);
  await broker.publish('i/a/secret', 'x', { qos: 0, retain: false });
  await connected.publishAsync('i/a/x', 'x', { qos: 0 });
  await closed;
  expect(messages).toEqual([]);
});

test.each(['removed', 'given another password', 'kept from a filter it has'])(
  'a user that is %s is cut off, and its will is not heard',
  async (what) => {
    const { broker, users, client } = await startBroker();
    const listener = await client(admin);
    const messages = inbox(listener);
    await listener.subscribeAsync('#');
    const one = await client(agentNumber(1), {
      will: { topic: topicOf(1, 'will'), payload: Buffer.from('x'), qos: 1, retain: false },
    });
    await one.subscribeAsync(topicOf(1, 'jobs/#'));
    const closed = gone(one);
    const user = { ...agentNumber(1), enabled: true, clientId: null };
    if (what === 'removed') await broker.users.remove(user.username);
    else if (what === 'given another password') await broker.users.put(user, 'other');
    else {
      users.set(user.username, { ...agentNumber(1), rules: [] });
      await broker.users.put({ ...user, rules: [] });
    }
    await closed;
    await eventually(() => broker.statistics().connected).toBe(1);
    await listener.publishAsync('i/last', 'x', { qos: 1 });
    await eventually(() => messages).toEqual(['i/last x']);
  },
);

test('a stop waits for handlers that run', async () => {
  const { agent, broker } = await startBroker();
  const handed = Promise.withResolvers<void>();
  const committed = Promise.withResolvers<void>();
  broker.subscribe('#', async () => {
    handed.resolve();
    await committed.promise;
  });
  (await agent(1)).publish(topicOf(1, 'state'), 'x', { qos: 1 });
  await handed.promise;
  let stopped = false;
  const stopping = broker.stop().then(() => {
    stopped = true;
  });
  await new Promise(setImmediate);
  expect(stopped).toBe(false);
  committed.resolve();
  await stopping;
  expect(await broker.publish('x', 'x', { qos: 0, retain: false })).toMatchObject({
    ok: false,
    failure: { code: 'BROKER_STOPPED' },
  });
});

test('what goes through is counted', async () => {
  const { agent, broker } = await startBroker();
  const one = await agent(1);
  await one.subscribeAsync(topicOf(1, '#'));
  await one.publishAsync(topicOf(1, 'meta/dictionary'), 'x', { qos: 1, retain: true });
  await eventually(() => broker.statistics()).toMatchObject({
    connected: 1,
    subscriptions: 1,
    retained: 1,
    messagesIn: 1,
    messagesOut: 1,
    refusedPublishes: 0,
    protocolErrors: 0,
  });
  expect(broker.statistics().bytesIn).toBeGreaterThan(100);
  await one.unsubscribeAsync(topicOf(1, '#'));
  expect(broker.statistics().subscriptions).toBe(0);
});
