import type { Broker } from '../broker/broker.ts';
import type { FleetStore } from '../database/tables.ts';
import type { Presence } from './presence.ts';

/** Lets MQTT sessions of agents count for who is there. One comes after the other, as the broker told them. */
export function followSessions(deps: {
  broker: Pick<Broker, 'onPresence'>;
  presence: Presence;
  store: FleetStore;
  inBackground(work: Promise<unknown>): void;
}): void {
  const { broker, presence, store, inBackground } = deps;
  let last: Promise<void> = Promise.resolve();

  async function opened(agentUuid: string): Promise<void> {
    const agent = await store.read
      .selectFrom('agents')
      .select('tenant_id')
      .where('uuid', '=', agentUuid)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    if (agent !== undefined) presence.opened({ tenantId: agent.tenant_id, agentUuid });
  }

  broker.onPresence(({ agentUuid, online }) => {
    if (agentUuid === null) return;
    const turn = last.then(() => (online ? opened(agentUuid) : presence.gone(agentUuid)));
    // One that fails holds up no other.
    last = turn.catch(() => undefined);
    inBackground(turn);
  });
}
