import { Readable } from 'node:stream';
import { clearOutgoing, type KeptSession, newSession, updateOutgoing } from './kept-session.ts';
import type { BrokerLimits } from './limits.ts';
import type { RetainedMessages } from './retained-messages.ts';
import type { StoredPacket, StoredSubscription } from './stored-packet.ts';
import { createTopicTree } from './topic-tree.ts';

interface ClientId {
  id: string;
}

/**
 * Storage of aedes (its `abstract.js` is the contract) in memory, with limits: a restart of the broker forgets sessions.
 * Agents subscribe again whenever they connect and fetch their jobs by polling, too; what is retained for them is
 * published again at the start.
 */
export interface SessionMemory {
  /** The `persistence` of aedes. */
  readonly storage: object;
  /** The connection of a session that is to be kept has ended. */
  ended(clientId: string, at: number): void;
  /** Client ids of sessions that nobody came back to in time; they are forgotten. */
  expire(now: number): string[];
  count(): number;
}

export function createSessionMemory(deps: {
  limits: BrokerLimits;
  retained: RetainedMessages;
  /** aedes stores every filter of a packet as soon as one of them is allowed. */
  mayKeep: (client: ClientId, filter: string) => boolean;
  onDropped: () => void;
}): SessionMemory {
  const { limits, retained, mayKeep, onDropped } = deps;
  const sessions = new Map<string, KeptSession>();
  const tree = createTopicTree<StoredSubscription & { clientId: string }>();

  const sessionOf = (id: string): KeptSession => {
    const session = sessions.get(id) ?? newSession();
    sessions.set(id, session);
    return session;
  };
  function forget(id: string): void {
    for (const filter of sessions.get(id)?.subscriptions.keys() ?? []) tree.remove(filter, id);
    sessions.delete(id);
  }
  function enqueue(clientId: string, packet: StoredPacket, qos: number): void {
    const { outgoing } = sessionOf(clientId);
    if (outgoing.length >= limits.queuedMessages) {
      onDropped();
      return;
    }
    const lower = Math.min(qos, packet.qos) as StoredPacket['qos'];
    outgoing.push({ ...packet, qos: lower, retain: false, messageId: undefined });
  }
  const storage = {
    async setup() {},
    async destroy() {},
    async storeRetained(packet: StoredPacket) {
      retained.keep({ ...packet });
    },
    createRetainedStreamCombi: (filters: string[]) => Readable.from(retained.matching(filters)),
    async addSubscriptions(client: ClientId, subscriptions: StoredSubscription[]) {
      const session = sessionOf(client.id);
      for (const { topic, qos } of subscriptions.filter((one) => mayKeep(client, one.topic))) {
        session.subscriptions.set(topic, { topic, qos });
        if (qos > 0) tree.add(topic, client.id, { topic, qos, clientId: client.id });
        else tree.remove(topic, client.id);
      }
    },
    async removeSubscriptions(client: ClientId, filters: string[]) {
      for (const filter of filters) {
        sessions.get(client.id)?.subscriptions.delete(filter);
        tree.remove(filter, client.id);
      }
    },
    async subscriptionsByClient(client: ClientId) {
      const session = sessionOf(client.id);
      session.endedAt = null;
      return [...session.subscriptions.values()];
    },
    async subscriptionsByTopic(topic: string) {
      // Overlapping filters of one client bring one message.
      return [...new Map(tree.match(topic).map((found) => [found.clientId, found])).values()];
    },
    async cleanSubscriptions(client: ClientId) {
      forget(client.id);
    },
    async outgoingEnqueue(to: { clientId: string }, packet: StoredPacket) {
      enqueue(to.clientId, packet, packet.qos);
    },
    async outgoingEnqueueCombi(to: { clientId: string; qos: number }[], packet: StoredPacket) {
      for (const { clientId, qos } of to) enqueue(clientId, packet, qos);
    },
    async outgoingUpdate(client: ClientId, packet: StoredPacket) {
      if (!updateOutgoing(sessionOf(client.id), packet)) throw new Error('the queue of this client is full');
    },
    async outgoingClearMessageId(client: ClientId, packet: StoredPacket) {
      const session = sessions.get(client.id);
      return session === undefined ? undefined : clearOutgoing(session, packet);
    },
    outgoingStream: (client: ClientId) =>
      Readable.from(
        // A copy: what is acknowledged meanwhile leaves the queue.
        [...(sessions.get(client.id)?.outgoing ?? [])].map((packet) => ({
          ...packet,
          dup: packet.cmd === 'publish' && packet.messageId !== undefined,
        })),
      ),
    async incomingStorePacket(client: ClientId, packet: StoredPacket & { messageId: number }) {
      sessionOf(client.id).incoming.set(packet.messageId, packet);
    },
    async incomingGetPacket(client: ClientId, packet: StoredPacket & { messageId: number }) {
      const stored = sessions.get(client.id)?.incoming.get(packet.messageId);
      if (stored === undefined) throw new Error('no such packet');
      return stored;
    },
    async incomingDelPacket(client: ClientId, packet: StoredPacket & { messageId: number }) {
      if (!sessions.get(client.id)?.incoming.delete(packet.messageId)) throw new Error('no such packet');
    },
    // Called for clean sessions only, which leave nothing.
    async cleanIncoming(client: ClientId) {
      forget(client.id);
    },
    // The broker sends wills itself, from its own memory; nothing is left of them for another process.
    async putWill() {},
    async delWill() {},
    streamWill: () => Readable.from([]),
  };
  return {
    storage,
    ended(clientId, at) {
      sessionOf(clientId).endedAt = at;
    },
    expire(now) {
      const old = [...sessions].flatMap(([id, { endedAt }]) =>
        endedAt !== null && endedAt + limits.sessionExpiryMs <= now ? [id] : [],
      );
      for (const id of old) forget(id);
      return old;
    },
    count: () => sessions.size,
  };
}
