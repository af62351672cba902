import { expect, test } from 'vitest';
import { brokerLimits } from '../../../../../electron/fleet/broker/embedded/limits.ts';
import { createRetainedMessages } from '../../../../../electron/fleet/broker/embedded/retained-messages.ts';
import { createSessionMemory } from '../../../../../electron/fleet/broker/embedded/session-memory.ts';
import type { StoredPacket } from '../../../../../electron/fleet/broker/embedded/stored-packet.ts';

/** What aedes calls of it here. */
interface Storage {
  addSubscriptions(client: { id: string }, subscriptions: { topic: string; qos: number }[]): Promise<void>;
  subscriptionsByClient(client: { id: string }): Promise<{ topic: string; qos: number }[]>;
  subscriptionsByTopic(topic: string): Promise<{ clientId: string; qos: number }[]>;
  outgoingEnqueueCombi(to: { clientId: string; qos: number }[], packet: StoredPacket): Promise<void>;
  outgoingUpdate(client: { id: string }, packet: Partial<StoredPacket>): Promise<void>;
  outgoingClearMessageId(
    client: { id: string },
    packet: Partial<StoredPacket>,
  ): Promise<StoredPacket | undefined>;
  outgoingStream(client: { id: string }): AsyncIterable<StoredPacket>;
}

function makeMemory(more: Partial<typeof brokerLimits> = {}) {
  const limits = { ...brokerLimits, ...more };
  const memory = createSessionMemory({
    limits,
    retained: createRetainedMessages(limits),
    mayKeep: (_client, filter) => filter !== 'forbidden',
    onDropped: () => undefined,
  });
  const storage = memory.storage as Storage;
  async function queued(): Promise<StoredPacket[]> {
    const packets: StoredPacket[] = [];
    for await (const packet of storage.outgoingStream(one)) packets.push(packet);
    return packets;
  }
  return { memory, storage, queued };
}

const one = { id: 'one' };
const message = (brokerCounter: number, qos: 1 | 2 = 1): StoredPacket => ({
  ...{ cmd: 'publish', topic: 'a/b', payload: Buffer.from('x'), qos, retain: true, dup: false },
  ...{ brokerId: 'broker', brokerCounter },
});

test('a session that nobody came back to is forgotten with all it had, one that is connected is not', async () => {
  const { memory, storage } = makeMemory({ sessionExpiryMs: 1000 });
  for (const id of ['one', 'two']) await storage.addSubscriptions({ id }, [{ topic: 'a/#', qos: 1 }]);
  memory.ended('one', 5000);
  expect(memory.expire(5999)).toEqual([]);
  expect(memory.expire(6000)).toEqual(['one']);
  expect(await storage.subscriptionsByTopic('a/b')).toMatchObject([{ clientId: 'two' }]);
  expect(memory.count()).toBe(1);
});

test('coming back in time stops the clock', async () => {
  const { memory, storage } = makeMemory({ sessionExpiryMs: 1000 });
  await storage.addSubscriptions(one, [{ topic: 'a/#', qos: 1 }]);
  memory.ended('one', 5000);
  expect(await storage.subscriptionsByClient(one)).toEqual([{ topic: 'a/#', qos: 1 }]);
  expect(memory.expire(99_999)).toEqual([]);
});

test('filters that were not granted are not kept, and overlapping ones bring one message', async () => {
  const { storage } = makeMemory();
  const filters = ['a/#', 'a/b', 'forbidden'].map((topic) => ({ topic, qos: 1 }));
  await storage.addSubscriptions(one, filters);
  expect(await storage.subscriptionsByTopic('forbidden')).toEqual([]);
  expect(await storage.subscriptionsByTopic('a/b')).toHaveLength(1);
});

test('a message stays until it is acknowledged, and is marked when it was sent before', async () => {
  const { storage, queued } = makeMemory();
  const to = [{ clientId: 'one', qos: 1 }];
  await storage.outgoingEnqueueCombi(to, message(1));
  await storage.outgoingEnqueueCombi(to, message(2, 2));
  expect(await queued()).toMatchObject([
    { brokerCounter: 1, dup: false, retain: false, qos: 1 },
    { brokerCounter: 2, dup: false, qos: 1 },
  ]);
  await storage.outgoingUpdate(one, { ...message(2), messageId: 77 });
  expect((await queued()).map(({ dup }) => dup)).toEqual([false, true]);
  await storage.outgoingClearMessageId(one, { messageId: 77 });
  expect((await queued()).map(({ brokerCounter }) => brokerCounter)).toEqual([1]);
});

test('a message that may not be sent any more is taken out itself, not the first without an id', async () => {
  const { storage, queued } = makeMemory();
  for (const counter of [1, 2]) {
    await storage.outgoingEnqueueCombi([{ clientId: 'one', qos: 1 }], message(counter));
  }
  await storage.outgoingClearMessageId(one, message(2));
  expect((await queued()).map(({ brokerCounter }) => brokerCounter)).toEqual([1]);
});

test('what found no place in the queue is an error for the sender to that client', async () => {
  const { storage } = makeMemory({ queuedMessages: 1 });
  for (const counter of [1, 2]) {
    await storage.outgoingEnqueueCombi([{ clientId: 'one', qos: 1 }], message(counter));
  }
  await expect(storage.outgoingUpdate(one, { ...message(2), messageId: 5 })).rejects.toThrow('queue');
});
