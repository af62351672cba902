import type { Aedes, Client } from 'aedes';
import type { Logger } from 'pino';
import type { createPresence } from '../presence.ts';
import type { Counters } from './counters.ts';
import type { LiveClients } from './live-clients.ts';
import type { SessionMemory } from './session-memory.ts';

interface WatchDeps {
  live: LiveClients;
  sessions: SessionMemory;
  presence: ReturnType<typeof createPresence>;
  counters: Counters;
  now: () => number;
  log: Logger;
}

/** Follows what happens in aedes: comings, goings, and whatever was wrong with a connection. */
export function watch(aedes: Aedes, deps: WatchDeps): void {
  const { live, sessions, presence, counters, now, log } = deps;
  aedes.on('client', (client) => {
    const arrived = live.arrived(client);
    if (arrived !== null) presence.tell({ ...whoIs(arrived), online: true, at: now() });
  });
  aedes.on('clientDisconnect', (client) => {
    const left = live.left(client);
    if (!client.clean) sessions.ended(client.id, now());
    if (left !== null) presence.tell({ ...whoIs(left), online: false, at: now() });
  });
  aedes.on('unsubscribe', (filters, client) => {
    for (const filter of filters) live.of(client)?.filters.delete(filter);
  });
  const onError = (client: Client, error: Error) => {
    // With a code it is the network's, or what we refused and counted there.
    if (!('code' in error)) counters.protocolErrors += 1;
    log.debug({ error, clientId: client.id }, 'an MQTT connection has ended');
  };
  aedes.on('clientError', onError);
  aedes.on('connectionError', onError);
  // Not in its types: faults of its storage.
  (aedes as NodeJS.EventEmitter).on('error', (error) => log.error({ error }, 'the MQTT broker has a fault'));
}

const whoIs = ({
  client,
  principal,
}: {
  client: Client;
  principal: { username: string; agentUuid: string | null };
}) => ({
  username: principal.username,
  clientId: client.id,
  agentUuid: principal.agentUuid,
});
