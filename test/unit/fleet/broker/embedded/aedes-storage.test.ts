import { expect, test } from 'vitest';
import { createAedesStorage } from '../../../../../electron/fleet/broker/embedded/aedes-storage.ts';
import { createKeptSessions } from '../../../../../electron/fleet/broker/embedded/kept-sessions.ts';
import { brokerLimits } from '../../../../../electron/fleet/broker/embedded/limits.ts';
import { createRetainedMessages } from '../../../../../electron/fleet/broker/embedded/retained-messages.ts';
import type { StoredPacket } from '../../../../../electron/fleet/broker/embedded/stored-packet.ts';

function makeStorage(more: Partial<typeof brokerLimits> = {}) {
  const limits = { ...brokerLimits, ...more };
  const sessions = createKeptSessions(limits, () => undefined);
  sessions.began(one.id, 'somebody');
  const storage = createAedesStorage({
    sessions,
    retained: createRetainedMessages(limits),
    mayKeep: (_client, filter) => filter !== 'forbidden',
  });
  async function queued(): Promise<StoredPacket[]> {
    const packets: StoredPacket[] = [];
    for await (const packet of storage.outgoingStream(one)) packets.push(packet);
    return packets;
  }
  return { sessions, storage, queued };
}

const one = { id: 'one' };
const message = (brokerCounter: number, qos: 1 | 2 = 1): StoredPacket => ({
  ...{ cmd: 'publish', topic: 'a/b', payload: Buffer.from('x'), qos, retain: true, dup: false },
  ...{ brokerId: 'broker', brokerCounter },
});

test('a session that nobody came back to is forgotten with all it had, one that is connected is not', async () => {
  const { sessions, storage } = makeStorage({ sessionExpiryMs: 1000 });
  for (const id of ['one', 'two']) await storage.addSubscriptions({ id }, [{ topic: 'a/#', qos: 1 }]);
  sessions.ended('one', 5000);
  expect(sessions.expire(5999)).toEqual([]);
  expect(sessions.expire(6000)).toEqual(['one']);
  expect(await storage.subscriptionsByTopic('a/b')).toMatchObject([{ clientId: 'two' }]);
  expect(sessions.count()).toBe(1);
});

test('coming back in time stops the clock', async () => {
  const { sessions, storage } = makeStorage({ sessionExpiryMs: 1000 });
  await storage.addSubscriptions(one, [{ topic: 'a/#', qos: 1 }]);
  sessions.ended('one', 5000);
  expect(await storage.subscriptionsByClient(one)).toEqual([{ topic: 'a/#', qos: 1 }]);
  expect(sessions.expire(99_999)).toEqual([]);
});

test('filters that were not granted are not kept, and overlapping ones bring one message', async () => {
  const { storage } = makeStorage();
  const filters = ['a/#', 'a/b', 'forbidden'].map((topic) => ({ topic, qos: 1 as const }));
  await storage.addSubscriptions(one, filters);
  expect(await storage.subscriptionsByTopic('forbidden')).toEqual([]);
  expect(await storage.subscriptionsByTopic('a/b')).toHaveLength(1);
});

test('a message stays until it is acknowledged, and is marked when it was sent before', async () => {
  const { storage, queued } = makeStorage();
  const to = [{ clientId: 'one', qos: 1 }];
  await storage.outgoingEnqueueCombi(to, message(1));
  await storage.outgoingEnqueueCombi(to, message(2, 2));
  expect(await queued()).toMatchObject([
    { brokerCounter: 1, dup: false, retain: false, qos: 1 },
    { brokerCounter: 2, dup: false, qos: 1 },
  ]);
  await storage.outgoingUpdate(one, { ...message(2), messageId: 77 });
  expect((await queued()).map(({ dup }) => dup)).toEqual([false, true]);
  await storage.outgoingClearMessageId(one, { ...message(2), messageId: 77 });
  expect((await queued()).map(({ brokerCounter }) => brokerCounter)).toEqual([1]);
});

test('a message that may not be sent any more is taken out itself, not the first without an id', async () => {
  const { storage, queued } = makeStorage();
  for (const counter of [1, 2]) {
    await storage.outgoingEnqueueCombi([{ clientId: 'one', qos: 1 }], message(counter));
  }
  await storage.outgoingClearMessageId(one, message(2));
  expect((await queued()).map(({ brokerCounter }) => brokerCounter)).toEqual([1]);
});

test('what found no place in the queue is an error for the sender to that client', async () => {
  const { storage } = makeStorage({ queuedMessages: 1 });
  for (const counter of [1, 2]) {
    await storage.outgoingEnqueueCombi([{ clientId: 'one', qos: 1 }], message(counter));
  }
  await expect(storage.outgoingUpdate(one, { ...message(2), messageId: 5 })).rejects.toThrow('queue');
});
