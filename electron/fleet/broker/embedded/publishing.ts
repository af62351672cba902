import type { Client, PublishPacket } from 'aedes';
import type { Logger } from 'pino';
import { mayPublish } from '../access-rules.ts';
import type { Ingest } from '../ingest.ts';
import type { Counters } from './counters.ts';
import type { BrokerLimits } from './limits.ts';
import type { LiveClients } from './live-clients.ts';
import { refusal } from './refusal.ts';
import type { RetainedMessages } from './retained-messages.ts';

interface PublishingDeps {
  limits: BrokerLimits;
  live: LiveClients;
  retained: RetainedMessages;
  ingest: Ingest;
  counters: Counters;
  log: Logger;
}

type Done = (error?: Error | null) => void;

/**
 * The `authorizePublish` of aedes: the one place before PUBACK and PUBREC, so the server's handlers run here. An error
 * ends the connection, which is all that MQTT 3.1.1 has for a refusal. Wills come here, too.
 */
export function createPublishing(deps: PublishingDeps) {
  const { live, retained, ingest, counters, log } = deps;

  function refuse(client: Client | null, topic: string, done: Done): void {
    counters.refusedPublishes += 1;
    const known = live.of(client);
    log.warn(
      { username: known?.principal.username, clientId: client?.id, topic },
      'a message to a foreign topic was refused',
    );
    done(refusal('not allowed to publish there'));
  }
  return (client: Client | null, packet: PublishPacket, done: Done): void => {
    const known = live.of(client);
    const { topic, qos } = packet;
    if (known === null || !topicFits(topic, deps.limits) || !mayPublish(known.principal, topic)) {
      refuse(client, topic, done);
      return;
    }
    counters.messagesIn += 1;
    const payload = Buffer.from(packet.payload);
    if (packet.retain && !retained.admit(known.principal.username, topic, payload.length)) {
      counters.dropped += 1;
      // It still reaches who listens now.
      packet.retain = false;
    }
    ingest.deliver({ topic, payload, retain: packet.retain }).then(
      () => done(null),
      (error: unknown) => {
        log.error({ error, topic }, 'a message could not be taken over');
        // Nobody sends a message of QoS 0 again: cutting its sender off would help nobody.
        if (qos === 0) done(null);
        else done(refusal('the message could not be taken over'));
      },
    );
  };
}

export const topicFits = (topic: string, limits: BrokerLimits): boolean =>
  topic.length <= limits.topicCharacters &&
  !topic.includes('\u0000') &&
  topic.split('/').length <= limits.topicLevels;
