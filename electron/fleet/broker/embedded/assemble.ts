import { Aedes, type Client } from 'aedes';
import type { Logger } from 'pino';
import type { BrokerAccess } from '../access-rules.ts';
import { createIngest } from '../ingest.ts';
import { createPresence } from '../presence.ts';
import { createConnections } from './connections.ts';
import { newCounters } from './counters.ts';
import type { BrokerLimits } from './limits.ts';
import { createLiveClients } from './live-clients.ts';
import { createLogin } from './login.ts';
import { createLoginGuard } from './login-guard.ts';
import { createPublishing, topicFits } from './publishing.ts';
import { createRetainedMessages } from './retained-messages.ts';
import { createSessionMemory } from './session-memory.ts';
import { createForwarding, createSubscribing } from './subscribing.ts';
import { watch } from './watch.ts';

/** aedes with our rules in every place where it asks, and what these rules remember. */
export function assemble(deps: {
  limits: BrokerLimits;
  access: BrokerAccess;
  agentPrefix: string;
  now: () => number;
  clockMs: () => number;
  log: Logger;
}) {
  const { limits, access, agentPrefix, now, clockMs, log } = deps;
  const counters = newCounters();
  const live = createLiveClients();
  const ingest = createIngest();
  const presence = createPresence();
  const retained = createRetainedMessages(limits);
  const connections = createConnections(limits, counters);
  const guard = createLoginGuard(limits, clockMs);
  const sessions = createSessionMemory({
    limits,
    retained,
    mayKeep: (client, filter) => live.of(client as Client)?.filters.has(filter) === true,
    onDropped: () => {
      counters.dropped += 1;
    },
  });
  const shared = { limits, live, counters, log };
  const aedes = new Aedes({
    persistence: sessions.storage,
    // Beyond a limit messages would only wait elsewhere, and one that is never done would stop all of them.
    concurrency: 0,
    connectTimeout: limits.connectTimeoutMs,
    drainTimeout: limits.drainTimeoutMs,
    keepaliveLimit: limits.keepaliveSeconds,
    maxInflightInbound: limits.inflightIn,
    maxTopicLevels: limits.topicLevels,
    preConnect(_client, { will }, done) {
      const wrong = will !== undefined && (will.topic === '' || !topicFits(will.topic, limits));
      done(wrong ? new Error('the topic of the will cannot be used') : null, !wrong);
    },
    authenticate: createLogin({ ...shared, access, agentPrefix, guard, connectionOf: connections.of }),
    authorizePublish: createPublishing({ ...shared, retained, ingest }),
    authorizeSubscribe: createSubscribing(shared),
    authorizeForward: createForwarding(shared),
  });
  watch(aedes, { live, sessions, presence, counters, now, log });
  return { aedes, limits, live, sessions, retained, connections, counters, ingest, presence };
}
