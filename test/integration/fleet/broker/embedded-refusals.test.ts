import { expect, test } from 'vitest';
import type { Principal } from '../../../../electron/fleet/broker/access-rules.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { admin, agentNumber, gone, inbox, startBroker, topicOf, uuidOf } from '../../../fakes/mqtt-bench.ts';

const codes = { clientId: 2, unavailable: 3, credentials: 4, notAuthorised: 5 };

test('nobody comes in without a name, with a wrong password or as another client', async () => {
  const { refusalOf, broker } = await startBroker();
  expect(await refusalOf({ username: undefined, password: undefined })).toBe(codes.notAuthorised);
  expect(await refusalOf({ password: 'wrong' })).toBe(codes.credentials);
  expect(await refusalOf({ username: 'nobody' })).toBe(codes.credentials);
  expect(await refusalOf({ clientId: `Iotistic_${uuidOf(2)}` })).toBe(codes.clientId);
  expect(await refusalOf({ clientId: `other_${uuidOf(1)}` })).toBe(codes.clientId);
  expect(await refusalOf({ clientId: '' })).toBe(codes.clientId);
  expect(broker.statistics()).toMatchObject({ connected: 0, refusedLogins: 6, protocolErrors: 0 });
});

test('only MQTT 3.1 and 3.1.1 are spoken', async () => {
  const { refusalOf } = await startBroker();
  expect(await refusalOf({ protocolVersion: 5 })).not.toBe(0);
});

test('an agent’s session is not taken over by somebody else, not even by an administrator', async () => {
  const { agent, refusalOf } = await startBroker();
  const one = await agent(1);
  for (const { username } of [agentNumber(2), admin]) {
    expect(await refusalOf({ username, clientId: `Iotistic_${uuidOf(1)}` })).toBe(codes.clientId);
  }
  await one.publishAsync(topicOf(1, 'state'), 'still here', { qos: 1 });
  const back = gone(one);
  await agent(1);
  // Itself it may replace: its old connection may be half dead.
  await back;
});

test('a client id that one user holds is not another user’s', async () => {
  const { client, users, refusalOf } = await startBroker();
  users.set('other', { ...admin, username: 'other' });
  const first = await client(admin, { clientId: 'panel' });
  expect(await refusalOf({ username: 'other', clientId: 'panel' })).toBe(codes.clientId);
  await first.publishAsync('x', 'x', { qos: 1 });
});

test('while users cannot be read nobody comes in, and who is in stays', async () => {
  let broken = false;
  const { agent, refusalOf } = await startBroker({
    access: {
      authenticate: async () => {
        if (broken) throw new Error('the database is gone');
        return agentNumber(1);
      },
      find: async () => null,
    },
  });
  const one = await agent(1);
  broken = true;
  expect(await refusalOf({ clientId: `Iotistic_${uuidOf(1)}` })).toBe(codes.unavailable);
  await one.publishAsync(topicOf(1, 'state'), 'x', { qos: 1 });
});

test('who is removed while its login is looked at does not come in', async () => {
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  const { broker, refusalOf } = await startBroker({
    access: {
      async authenticate() {
        asked.resolve();
        await answer.promise;
        return agentNumber(1);
      },
      find: async () => null,
    },
  });
  const refusal = refusalOf({});
  await asked.promise;
  await broker.users.remove(agentNumber(1).username);
  answer.resolve();
  expect(await refusal).toBe(codes.credentials);
});

test('guessing is slowed down by name and address, and a right login after it works', async () => {
  let nowMs = 0;
  const limits = { failuresPerName: 3, firstLockMs: 10_000 };
  const { refusalOf, agent } = await startBroker({ limits, clockMs: () => nowMs });
  for (let tries = 0; tries < 3; tries++) {
    expect(await refusalOf({ password: 'wrong' })).toBe(codes.credentials);
  }
  expect(await refusalOf({})).toBe(codes.notAuthorised);
  await agent(2);
  nowMs = 10_001;
  await agent(1);
});

test('many names from one address are guessing, too', async () => {
  const { refusalOf } = await startBroker({ limits: { failuresPerAddress: 3 } });
  for (const username of ['a', 'b', 'c']) expect(await refusalOf({ username })).toBe(codes.credentials);
  expect(await refusalOf({ username: 'd' })).toBe(codes.notAuthorised);
});

test.each([
  ['another agent’s topic', topicOf(2, 'state')],
  ['one above its own', 'i'],
  ['one outside of all agents', 'x'],
  ['one of the broker', '$SYS/broker/uptime'],
  ['a shared subscription', '$share/g/i/x'],
  ['a topic that is too long', topicOf(1, 'x'.repeat(513))],
])('a message to %s ends the connection of that agent alone', async (_what, topic) => {
  const { agent, client, broker } = await startBroker();
  const [one, two, listener] = [await agent(1), await agent(2), await client(admin)];
  await listener.subscribeAsync(['#', '$SYS/broker/#']);
  const closed = gone(one);
  one.publish(topic, 'x', { qos: 1 });
  await closed;
  await two.publishAsync(topicOf(2, 'last'), 'x', { qos: 1 });
  await eventually(() => inbox(listener)).toEqual([`${topicOf(2, 'last')} x`]);
  expect(broker.statistics().refusedPublishes).toBe(1);
});

test('not even a superuser publishes where the broker speaks', async () => {
  const { client } = await startBroker();
  const superuser = await client(admin);
  const closed = gone(superuser);
  superuser.publish('$SYS/fleet', 'x', { qos: 1 });
  await closed;
});

test('a foreign filter is refused by itself, the others of the packet are granted', async () => {
  const { agent, broker } = await startBroker();
  const one = await agent(1);
  const wanted = [
    topicOf(1, 'jobs/#'),
    topicOf(2, 'jobs/#'),
    '#',
    '+/+/+/+/#',
    'i/#',
    '$SYS/#',
    topicOf(1, '#'),
  ];
  const granted = await one
    .subscribeAsync(Object.fromEntries(wanted.map((filter) => [filter, { qos: 1 as const }])))
    .catch((error: { packet?: { granted: number[] } }) => error.packet?.granted ?? []);
  const qos = granted.map((one) => (typeof one === 'number' ? one : one.qos));
  expect(qos).toEqual([1, 128, 128, 128, 128, 128, 1]);
  expect(broker.statistics()).toMatchObject({ subscriptions: 2, refusedSubscriptions: 5 });
});

test('the will of an agent reaches its own topics and no others', async () => {
  const { agent, client } = await startBroker();
  const listener = await client(admin);
  await listener.subscribeAsync('#');
  for (const [number, topic] of [
    [1, topicOf(3, 'state')],
    [2, topicOf(2, 'state')],
  ] as const) {
    const will = { topic, payload: Buffer.from('gone'), qos: 1 as const, retain: true };
    const dying = await agent(number, { will });
    dying.stream.destroy();
  }
  await eventually(() => inbox(listener)).toEqual([`${topicOf(2, 'state')} gone`]);
});

test('a retained message is given to those alone who may read it', async () => {
  const { agent, client, users } = await startBroker();
  await (await agent(1)).publishAsync(topicOf(1, 'agent/status'), 'secret', { qos: 1, retain: true });
  const blind: Principal = {
    ...{ username: 'blind', superuser: false, agentUuid: null },
    rules: [{ filter: 'i/#', access: 4 }],
  };
  users.set('blind', blind);
  const reader = await client(blind);
  await reader.subscribeAsync('i/#', { qos: 1 });
  const all = await client(admin);
  await all.subscribeAsync('i/#', { qos: 1 });
  await eventually(() => inbox(all)).toEqual([`${topicOf(1, 'agent/status')} secret`]);
  expect(inbox(reader)).toEqual([]);
});

test('a foreign filter in a kept session does not gather messages for later', async () => {
  const { agent, broker } = await startBroker({ limits: { queuedMessages: 1 } });
  const filters = { [topicOf(1, 'jobs/#')]: { qos: 1 as const }, '#': { qos: 1 as const } };
  const first = await agent(1, { clean: false });
  await first.subscribeAsync(filters).catch(() => undefined);
  await first.endAsync();
  await eventually(() => broker.statistics().connected).toBe(0);
  await broker.publish(topicOf(2, 'jobs/x'), 'of another', { qos: 1, retain: false });
  await broker.publish(topicOf(1, 'jobs/x'), 'mine', { qos: 1, retain: false });
  const again = await agent(1, { clean: false });
  await eventually(() => inbox(again)).toEqual([`${topicOf(1, 'jobs/x')} mine`]);
  expect(broker.statistics().messagesOut).toBe(1);
});

test('more subscriptions than the limit are refused, the same one again is not', async () => {
  const { agent } = await startBroker({ limits: { subscriptionsPerClient: 2 } });
  const one = await agent(1);
  await one.subscribeAsync(topicOf(1, 'a'));
  await one.subscribeAsync(topicOf(1, 'b'));
  await expect(one.subscribeAsync(topicOf(1, 'c'))).rejects.toThrow();
  await one.subscribeAsync(topicOf(1, 'a'));
  await one.unsubscribeAsync(topicOf(1, 'a'));
  await one.subscribeAsync(topicOf(1, 'c'));
});

test('more retained messages than a user may keep reach listeners and are not kept', async () => {
  const { agent, client, broker } = await startBroker({ limits: { retainedPerUser: 2 } });
  const listener = await client(admin);
  await listener.subscribeAsync('i/#');
  const one = await agent(1);
  for (const name of ['a', 'b', 'c', 'a']) {
    await one.publishAsync(topicOf(1, name), name, { qos: 1, retain: true });
  }
  await eventually(() => inbox(listener).length).toBe(4);
  expect(broker.statistics()).toMatchObject({ retained: 2, dropped: 1 });
  await one.publishAsync(topicOf(1, 'a'), '', { qos: 1, retain: true });
  await one.publishAsync(topicOf(1, 'c'), 'c', { qos: 1, retain: true });
  expect(broker.statistics().retained).toBe(2);
});

test('a kept session gathers as much as its queue holds', async () => {
  const { agent, broker } = await startBroker({ limits: { queuedMessages: 2 } });
  const first = await agent(1, { clean: false });
  await first.subscribeAsync(topicOf(1, 'jobs/#'), { qos: 1 });
  await first.endAsync();
  await eventually(() => broker.statistics().connected).toBe(0);
  for (const text of ['1', '2', '3']) {
    await broker.publish(topicOf(1, 'jobs/x'), text, { qos: 1, retain: false });
  }
  expect(broker.statistics()).toMatchObject({ dropped: 1, sessionsKept: 1 });
  const again = await agent(1, { clean: false });
  await eventually(() => inbox(again).map((line) => line.at(-1))).toEqual(['1', '2']);
});
