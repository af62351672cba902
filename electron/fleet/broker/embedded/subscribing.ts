import type { AedesPublishPacket, Client, Subscription } from 'aedes';
import { isTopicFilter } from '#shared/mqtt/topic-filter.ts';
import { mayRead, maySubscribe } from '../access-rules.ts';
import type { Counters } from './counters.ts';
import type { BrokerLimits } from './limits.ts';
import type { LiveClients } from './live-clients.ts';
import { topicFits } from './publishing.ts';

interface SubscribingDeps {
  limits: BrokerLimits;
  live: LiveClients;
  counters: Counters;
}

/** The `authorizeSubscribe` of aedes; null is answered with 0x80 for this filter alone. */
export function createSubscribing({ limits, live, counters }: SubscribingDeps) {
  return (
    client: Client,
    subscription: Subscription,
    done: (error: Error | null, granted?: Subscription | null) => void,
  ): void => {
    const known = live.of(client);
    const { topic } = subscription;
    const granted =
      known !== null &&
      isTopicFilter(topic) &&
      topicFits(topic, limits) &&
      maySubscribe(known.principal, topic) &&
      (known.filters.has(topic) || known.filters.size < limits.subscriptionsPerClient);
    if (granted) known.filters.add(topic);
    else counters.refusedSubscriptions += 1;
    done(null, granted ? subscription : null);
  };
}

/**
 * The `authorizeForward` of aedes, asked for each message and reader: also what was queued or retained before the rules
 * changed. A reader whose queue is full loses messages of QoS 0; with one of QoS 1 it is cut off, and what a kept session
 * holds comes when it is back.
 */
export function createForwarding({ limits, live, counters }: SubscribingDeps) {
  return (client: Client, packet: AedesPublishPacket): AedesPublishPacket | null => {
    const known = live.of(client);
    if (known === null || !mayRead(known.principal, packet.topic)) return null;
    if (!isPaced(packet) && known.connection.writableLength > limits.queuedBytes) {
      counters.dropped += 1;
      if (packet.qos > 0) known.connection.destroy();
      return null;
    }
    counters.messagesOut += 1;
    return packet;
  };
}

/** Retained and queued messages are sent one by one, as fast as the reader takes them. */
const isPaced = (packet: { brokerId?: string | null; messageId?: number | undefined }): boolean =>
  packet.brokerId === null || packet.messageId !== undefined;
