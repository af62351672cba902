import { type KeptSession, newSession } from './kept-session.ts';
import type { BrokerLimits } from './limits.ts';
import type { StoredPacket, StoredSubscription } from './stored-packet.ts';
import { createTopicTree } from './topic-tree.ts';

export type KeptSubscription = StoredSubscription & { clientId: string };

/**
 * Sessions that outlive their connections, by client id, with limits. In memory: a restart of the broker forgets them.
 * Agents subscribe again whenever they connect and fetch their jobs by polling, too.
 */
export interface KeptSessions {
  /** Made when it is not there. */
  of(clientId: string): KeptSession;
  find(clientId: string): KeptSession | null;
  forget(clientId: string): void;
  subscribe(clientId: string, subscription: StoredSubscription): void;
  unsubscribe(clientId: string, filter: string): void;
  /** Subscriptions of QoS 1 and 2 that a message to `topic` reaches, one a session. */
  matching(topic: string): KeptSubscription[];
  enqueue(clientId: string, packet: StoredPacket, qos: number): void;
  /** A connection began whose session is to be kept. */
  began(clientId: string, owner: string): void;
  /** The connection of a session that is to be kept has ended. */
  ended(clientId: string, at: number): void;
  /** Null: there is no session of this client id. */
  ownerOf(clientId: string): string | null;
  countOf(owner: string): number;
  /** Nobody comes back to these. */
  forgetOf(owner: string): void;
  /** Client ids of sessions that nobody came back to in time; they are forgotten. */
  expire(now: number): string[];
  count(): number;
}

export function createKeptSessions(limits: BrokerLimits, onDropped: () => void): KeptSessions {
  const sessions = new Map<string, KeptSession>();
  const byOwner = new Map<string, Set<string>>();
  const tree = createTopicTree<KeptSubscription>();

  const of = (id: string): KeptSession => {
    const session = sessions.get(id) ?? newSession();
    sessions.set(id, session);
    return session;
  };
  function disown(id: string, owner: string): void {
    const ids = byOwner.get(owner);
    ids?.delete(id);
    if (ids?.size === 0) byOwner.delete(owner);
  }
  function forget(id: string): void {
    const session = sessions.get(id);
    if (session === undefined) return;
    for (const filter of session.subscriptions.keys()) tree.remove(filter, id);
    if (session.owner !== null) disown(id, session.owner);
    sessions.delete(id);
  }
  return {
    of,
    find: (id) => sessions.get(id) ?? null,
    forget,
    subscribe(clientId, { topic, qos }) {
      of(clientId).subscriptions.set(topic, { topic, qos });
      if (qos > 0) tree.add(topic, clientId, { topic, qos, clientId });
      else tree.remove(topic, clientId);
    },
    unsubscribe(clientId, filter) {
      sessions.get(clientId)?.subscriptions.delete(filter);
      tree.remove(filter, clientId);
    },
    // Overlapping filters of one client bring one message.
    matching: (topic) => [...new Map(tree.match(topic).map((found) => [found.clientId, found])).values()],
    enqueue(clientId, packet, qos) {
      const session = sessions.get(clientId);
      if (session === undefined) return;
      if (session.outgoing.length >= limits.queuedMessages) {
        onDropped();
        return;
      }
      const lower = Math.min(qos, packet.qos) as StoredPacket['qos'];
      session.outgoing.push({ ...packet, qos: lower, retain: false, messageId: undefined });
    },
    began(clientId, owner) {
      of(clientId).owner = owner;
      byOwner.set(owner, (byOwner.get(owner) ?? new Set()).add(clientId));
    },
    ended(clientId, at) {
      const session = sessions.get(clientId);
      if (session !== undefined) session.endedAt = at;
    },
    ownerOf: (clientId) => sessions.get(clientId)?.owner ?? null,
    countOf: (owner) => byOwner.get(owner)?.size ?? 0,
    forgetOf(owner) {
      for (const id of [...(byOwner.get(owner) ?? [])]) forget(id);
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
