import { isTopicName, matchesTopic } from '#shared/mqtt/topic-filter.ts';
import type { BrokerLimits } from './limits.ts';
import type { StoredPacket } from './stored-packet.ts';

/** The last message of each topic that asked to be kept. In memory. */
export interface RetainedMessages {
  /** Whether a message of this size may be kept for `owner`; an empty one, which deletes, always. */
  admit(owner: string, topic: string, bytes: number): boolean;
  /** After {@link admit}. An empty payload deletes. */
  keep(packet: StoredPacket): void;
  matching(filters: readonly string[]): Iterable<StoredPacket>;
  count(): number;
}

export function createRetainedMessages(limits: BrokerLimits): RetainedMessages {
  const packets = new Map<string, StoredPacket>();
  const owners = new Map<string, string>();
  const topicsOf = new Map<string, Set<string>>();
  let bytes = 0;

  function forget(topic: string): void {
    const owner = owners.get(topic);
    if (owner === undefined) return;
    owners.delete(topic);
    const topics = topicsOf.get(owner);
    topics?.delete(topic);
    if (topics?.size === 0) topicsOf.delete(owner);
  }
  function own(owner: string, topic: string): void {
    forget(topic);
    owners.set(topic, owner);
    topicsOf.set(owner, (topicsOf.get(owner) ?? new Set()).add(topic));
  }
  return {
    admit(owner, topic, size) {
      if (size === 0) return true;
      const others = topicsOf.get(owner);
      const full = (others?.size ?? 0) >= limits.retainedPerUser && others?.has(topic) !== true;
      const before = packets.get(topic)?.payload.length ?? 0;
      if (full || bytes - before + size > limits.retainedBytes) return false;
      own(owner, topic);
      return true;
    },
    keep(packet) {
      bytes += packet.payload.length - (packets.get(packet.topic)?.payload.length ?? 0);
      if (packet.payload.length > 0) packets.set(packet.topic, packet);
      else {
        packets.delete(packet.topic);
        forget(packet.topic);
      }
    },
    *matching(filters) {
      for (const filter of filters) {
        const exact = isTopicName(filter) ? packets.get(filter) : undefined;
        if (exact !== undefined) yield exact;
        if (isTopicName(filter)) continue;
        for (const packet of packets.values()) if (matchesTopic(filter, packet.topic)) yield packet;
      }
    },
    count: () => packets.size,
  };
}
