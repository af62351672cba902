import { Readable } from 'node:stream';
import { clearOutgoing, updateOutgoing } from './kept-session.ts';
import type { KeptSessions } from './kept-sessions.ts';
import type { RetainedMessages } from './retained-messages.ts';
import type { StoredPacket, StoredSubscription } from './stored-packet.ts';

interface ClientId {
  id: string;
}

type Numbered = StoredPacket & { messageId: number };

/** The `persistence` of aedes over our sessions and retained messages (its `abstract.js` is the contract). */
export function createAedesStorage(deps: {
  sessions: KeptSessions;
  retained: RetainedMessages;
  /** aedes stores every filter of a packet as soon as one of them is allowed. */
  mayKeep: (client: ClientId, filter: string) => boolean;
}) {
  const { sessions, retained, mayKeep } = deps;
  return {
    async setup() {},
    async destroy() {},
    async storeRetained(packet: StoredPacket) {
      retained.keep({ ...packet });
    },
    createRetainedStreamCombi: (filters: string[]) => Readable.from(retained.matching(filters)),
    async addSubscriptions(client: ClientId, subscriptions: StoredSubscription[]) {
      for (const one of subscriptions) if (mayKeep(client, one.topic)) sessions.subscribe(client.id, one);
    },
    async removeSubscriptions({ id }: ClientId, filters: string[]) {
      for (const filter of filters) sessions.unsubscribe(id, filter);
    },
    async subscriptionsByClient({ id }: ClientId) {
      const session = sessions.of(id);
      session.endedAt = null;
      return [...session.subscriptions.values()];
    },
    subscriptionsByTopic: async (topic: string) => sessions.matching(topic),
    cleanSubscriptions: async ({ id }: ClientId) => sessions.forget(id),
    async outgoingEnqueue({ clientId }: { clientId: string }, packet: StoredPacket) {
      sessions.enqueue(clientId, packet, packet.qos);
    },
    async outgoingEnqueueCombi(to: { clientId: string; qos: number }[], packet: StoredPacket) {
      for (const { clientId, qos } of to) sessions.enqueue(clientId, packet, qos);
    },
    async outgoingUpdate({ id }: ClientId, packet: StoredPacket) {
      if (!updateOutgoing(sessions.of(id), packet)) throw new Error('the queue of this client is full');
    },
    async outgoingClearMessageId({ id }: ClientId, packet: StoredPacket) {
      const session = sessions.find(id);
      return session === null ? undefined : clearOutgoing(session, packet);
    },
    outgoingStream: ({ id }: ClientId) =>
      Readable.from(
        // A copy: what is acknowledged meanwhile leaves the queue.
        [...(sessions.find(id)?.outgoing ?? [])].map((packet) => ({
          ...packet,
          dup: packet.cmd === 'publish' && packet.messageId !== undefined,
        })),
      ),
    async incomingStorePacket({ id }: ClientId, packet: Numbered) {
      sessions.of(id).incoming.set(packet.messageId, packet);
    },
    async incomingGetPacket({ id }: ClientId, { messageId }: Numbered) {
      const stored = sessions.find(id)?.incoming.get(messageId);
      if (stored === undefined) throw new Error('no such packet');
      return stored;
    },
    async incomingDelPacket({ id }: ClientId, { messageId }: Numbered) {
      if (sessions.find(id)?.incoming.delete(messageId) !== true) throw new Error('no such packet');
    },
    // Called for clean sessions only, which leave nothing.
    cleanIncoming: async ({ id }: ClientId) => sessions.forget(id),
    // The broker sends wills itself, from its own memory; nothing is left of them for another process.
    async putWill() {},
    async delWill() {},
    streamWill: () => Readable.from([]),
  };
}
