import { once } from 'node:events';
import type { Socket } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventually } from '../../../fakes/eventually.ts';
import { admin, agentNumber, clientIdOf, inbox, startBroker, topicOf } from '../../../fakes/mqtt-bench.ts';
import {
  connectPacket,
  lengthBytes,
  packet,
  publishPacket,
  subscribePacket,
  text,
} from '../../../fakes/mqtt-packets.ts';

type Bench = Awaited<ReturnType<typeof startBroker>>;

const connectOf = (user = agentNumber(1)) =>
  connectPacket({ clientId: clientIdOf(user), username: user.username, password: 'right' });

/** Another agent goes on, there and back. */
async function othersGoOn({ agent }: Bench): Promise<void> {
  const other = await agent(5);
  await other.subscribeAsync(topicOf(5, '#'), { qos: 1 });
  await other.publishAsync(topicOf(5, 'state'), 'alive', { qos: 1 });
  await eventually(() => inbox(other)).toContain(`${topicOf(5, 'state')} alive`);
  await other.endAsync();
}

/** Resolves when the broker has closed it. */
async function closed(socket: Socket): Promise<void> {
  socket.resume();
  if (!socket.destroyed) await once(socket, 'close');
}

const beforeLogin: [string, Buffer][] = [
  ['text of another protocol', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
  ['a PUBLISH first', publishPacket(topicOf(1, 'state'), Buffer.from('x'), 1)],
  ['a CONNECT of another protocol', packet(0x10, text('HTTP'), [4, 2, 0, 60], text('x'))],
  ['a CONNECT that is cut short', packet(0x10, text('MQTT'), [4])],
  ['a CONNECT with its reserved bit', packet(0x10, text('MQTT'), [4, 3, 0, 60], text('x'))],
  ['a length that never ends', Buffer.from([0x10, 0xff, 0xff, 0xff, 0xff, 0x7f])],
  ['a CONNECT of 17 KiB', Buffer.from([0x10, ...lengthBytes(17 * 1024)])],
];

test.each(beforeLogin)('%s ends that connection alone', async (_what, bytes) => {
  const bench = await startBroker();
  const socket = await bench.raw();
  socket.write(bytes);
  await closed(socket);
  expect(bench.broker.statistics()).toMatchObject({ connected: 0, protocolErrors: 1 });
  await othersGoOn(bench);
});

const afterLogin: [string, Buffer][] = [
  ['a second CONNECT', connectOf()],
  ['a packet only servers send', packet(0x20, [0, 0])],
  ['a PUBLISH with QoS 3', packet(0x36, text('x'), [0, 1])],
  ['a PUBLISH with a wildcard', publishPacket(topicOf(1, '+'), Buffer.from('x'), 1)],
  ['a PUBLISH whose topic is longer than the packet', packet(0x30, [0xff, 0xff, 0x61])],
  ['a SUBSCRIBE without filters', packet(0x82, [0, 1])],
  ['a SUBSCRIBE with # in the middle', subscribePacket(topicOf(1, '#/x'), 1)],
  ['a SUBSCRIBE with the wrong flags', packet(0x80, [0, 1], text('x'), [0])],
  ['an announced PUBLISH of 200 MiB', Buffer.from([0x30, ...lengthBytes(200 * 1024 * 1024)])],
  ['a PUBLISH of 65 levels', publishPacket(topicOf(1, 'x/'.repeat(65)), Buffer.from('x'), 1)],
];

test.each(afterLogin)('%s ends that connection alone', async (_what, bytes) => {
  const bench = await startBroker();
  const socket = await bench.raw();
  socket.write(connectOf());
  await once(socket, 'data');
  socket.write(bytes);
  await closed(socket);
  await eventually(() => bench.broker.statistics().connected).toBe(0);
  await othersGoOn(bench);
});

test('a CONNECT that comes byte by byte is a login', async () => {
  const { raw, broker } = await startBroker();
  const socket = await raw();
  socket.setNoDelay(true);
  for (const byte of connectOf()) {
    socket.write(Buffer.from([byte]));
    await new Promise(setImmediate);
  }
  const [answer] = await once(socket, 'data');
  expect([...answer]).toEqual([0x20, 2, 0, 0]);
  expect(broker.statistics().connected).toBe(1);
});

test('who says nothing is cut off, and so is who will never be missed', async () => {
  const { raw, refusalOf, broker } = await startBroker({ limits: { connectTimeoutMs: 50 } });
  await closed(await raw());
  expect(broker.statistics().protocolErrors).toBe(1);
  // Keep-alive 0 means: never look after me.
  expect(await refusalOf({ keepalive: 0 })).not.toBe(0);
});

test('connections beyond the rate of one address are refused, and the next second is a new one', async () => {
  let nowMs = 0;
  const bench = await startBroker({
    limits: { connectionsPerSecondAndAddress: 20 },
    clockMs: () => nowMs,
  });
  const sockets = await Promise.all(Array.from({ length: 60 }, bench.raw));
  await eventually(() => bench.broker.statistics().refusedConnections).toBe(40);
  await eventually(() => sockets.filter(({ destroyed }) => destroyed).length).toBe(40);
  nowMs = 1001;
  await othersGoOn(bench);
});

test('connections beyond the limit of all are refused until one has ended', async () => {
  const { raw, broker, agent } = await startBroker({ limits: { connections: 2 } });
  const [first] = [await raw(), await raw()];
  await closed(await raw());
  expect(broker.statistics().refusedConnections).toBe(1);
  first?.destroy();
  await eventually(() =>
    agent(1).then(
      () => true,
      () => false,
    ),
  ).toBe(true);
});

test('a reader that takes nothing is cut off, and holds up nobody', async () => {
  const bench = await startBroker({ limits: { queuedBytes: 128 * 1024 } });
  const slow = await bench.raw();
  slow.write(connectOf(admin));
  await once(slow, 'data');
  slow.pause();
  slow.write(packet(0x82, [0, 1], text('i/#'), [1]));
  await eventually(() => bench.broker.statistics().subscriptions).toBe(1);

  const [one, reader] = [await bench.agent(1), await bench.agent(2)];
  bench.users.set('reader', { ...admin, username: 'reader' });
  const fast = await bench.client({ ...admin, username: 'reader' });
  await fast.subscribeAsync('i/#', { qos: 1 });
  const payload = 'x'.repeat(60_000);
  let sent = 0;
  while (bench.broker.statistics().dropped === 0 && sent < 500) {
    await one.publishAsync(topicOf(1, 'endpoints/x'), payload, { qos: 1 });
    sent += 1;
  }
  expect(sent).toBeLessThan(500);
  await eventually(() => inbox(fast).length).toBe(sent);
  await closed(slow);
  await reader.publishAsync(topicOf(2, 'state'), 'x', { qos: 1 });
});

test('half of many QoS 2 exchanges is not kept for ever', async () => {
  const bench = await startBroker({ limits: { inflightIn: 10 } });
  const socket = await bench.raw();
  socket.write(connectOf());
  await once(socket, 'data');
  for (let id = 1; id <= 20; id++) socket.write(publishPacket(topicOf(1, 'state'), Buffer.from('x'), id, 2));
  await closed(socket);
  await othersGoOn(bench);
});

test('no bytes stop the broker', async () => {
  const bench = await startBroker({
    limits: { connectionsPerSecondAndAddress: 100_000, failuresPerAddress: 1e6 },
  });
  const valid = fc.constantFrom(
    ...afterLogin.map(([, bytes]) => bytes),
    ...beforeLogin.map(([, bytes]) => bytes),
  );
  const framed = fc
    .tuple(
      fc.constantFrom(0x10, 0x30, 0x32, 0x34, 0x40, 0x50, 0x62, 0x70, 0x82, 0xa2, 0xc0, 0xe0),
      fc.uint8Array({ maxLength: 60 }),
    )
    .map(([first, body]) => packet(first, body));
  const bitten = fc
    .tuple(valid, fc.nat(), fc.integer({ min: 0, max: 255 }))
    .map(([bytes, at, value]) =>
      Buffer.from(bytes.map((byte, index) => (index === at % bytes.length ? value : byte))),
    );
  const chunk = fc.oneof(
    framed,
    bitten,
    valid,
    fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes)),
  );
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.array(chunk, { minLength: 1, maxLength: 6 }), async (login, chunks) => {
      const socket = await bench.raw();
      if (login) socket.write(connectOf());
      for (const bytes of chunks) socket.write(bytes);
      socket.end();
      await closed(socket);
    }),
    { numRuns: 400 },
  );
  await eventually(() => bench.broker.statistics().connected).toBe(0);
  await othersGoOn(bench);
});
