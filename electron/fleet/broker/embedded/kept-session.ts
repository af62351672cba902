import type { StoredPacket, StoredSubscription } from './stored-packet.ts';

/** What outlives the connection of one client id (MQTT 3.1.1, section 4.1). */
export interface KeptSession {
  subscriptions: Map<string, StoredSubscription>;
  /** In order, until acknowledged. */
  outgoing: StoredPacket[];
  /** QoS 2 that came and was not released yet, by message id. */
  incoming: Map<number, StoredPacket>;
  /** Epoch milliseconds; null: connected. */
  endedAt: number | null;
}

export const newSession = (): KeptSession => ({
  subscriptions: new Map(),
  outgoing: [],
  incoming: new Map(),
  endedAt: null,
});

const sameMessage = (a: StoredPacket, b: StoredPacket): boolean =>
  a.brokerId === b.brokerId && a.brokerCounter === b.brokerCounter;

/**
 * Gives a message the id under which it was sent, or replaces the one of that id by its PUBREL.
 * False: it is not in the queue, because that was full.
 */
export function updateOutgoing(session: KeptSession, packet: StoredPacket): boolean {
  const { outgoing } = session;
  const known = outgoing.find((queued) => sameMessage(queued, packet));
  if (known !== undefined) {
    known.messageId = packet.messageId;
    return true;
  }
  const at = outgoing.findIndex(({ messageId }) => messageId === packet.messageId);
  if (at < 0) return false;
  outgoing[at] = packet;
  return true;
}

/** Takes out what was acknowledged; without an id: the message itself, which may not be sent any more. */
export function clearOutgoing(session: KeptSession, packet: StoredPacket): StoredPacket | undefined {
  const at = session.outgoing.findIndex((queued) =>
    packet.messageId === undefined ? sameMessage(queued, packet) : queued.messageId === packet.messageId,
  );
  return at < 0 ? undefined : session.outgoing.splice(at, 1)[0];
}
