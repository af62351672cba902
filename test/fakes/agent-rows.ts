import { randomUUID } from 'node:crypto';
import { fleetMigrations } from '../../electron/fleet/database/migrations.ts';
import type { AgentRow } from '../../electron/fleet/database/tables/agents.ts';
import type { FleetTables } from '../../electron/fleet/database/tables.ts';
import type { Place, Store } from '../../electron/platform/store/store.ts';
import { openedStore } from './store-bench.ts';

export const tenantId = 'a1b2c3d4e5f6';

/** A row of an agent that registered, with these columns. */
export const agentRow = (columns: Partial<AgentRow> = {}): AgentRow => ({
  ...{ uuid: randomUUID(), tenant_id: tenantId, name: 'agent', is_proved: 1, is_active: 1 },
  ...{ device_key_hash: null, device_key_created_at: null, previous_key_hash: null },
  ...{ previous_key_expires_at: null, public_key: null, challenge: null, challenge_expires_at: null },
  ...{ device_type: null, fleet_uuid: null, provisioning_key_id: null, location: null },
  ...{ ip_address: null, mac_address: null, os_version: null, architecture: null, agent_version: null },
  ...{ created_at: 0, updated_at: 0, deleted_at: null },
  ...columns,
});

/** The fleet's schema, empty. */
export const openFleetStore = (place: Place): Promise<Store<FleetTables>> =>
  openedStore<FleetTables>(place, fleetMigrations);

export async function insertAgents(store: Store<FleetTables>, rows: readonly AgentRow[]): Promise<void> {
  await store.write(async (trx) => {
    for (let from = 0; from < rows.length; from += 500) {
      await trx
        .insertInto('agents')
        .values(rows.slice(from, from + 500))
        .execute();
    }
  });
}
