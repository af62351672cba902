import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pino } from 'pino';
import { createAudit } from '../../electron/fleet/audit/audit.ts';
import { system } from '../../electron/fleet/audit/audit-event.ts';
import { newHexSecret, secretHash } from '../../electron/fleet/auth/secrets.ts';
import { fleetMigrations } from '../../electron/fleet/database/migrations.ts';
import type { FleetTables } from '../../electron/fleet/database/tables.ts';
import { createTargetStates } from '../../electron/fleet/target-state/target-states.ts';
import { nextVersion } from '../../electron/fleet/target-state/target-version.ts';
import { openStore } from '../../electron/platform/store/open-store.ts';

export interface CrowdMember {
  uuid: string;
  key: string;
  etag: string;
}

const endpoints = Array.from({ length: 5 }, (_, index) => ({
  ...{ uuid: `sensor-${index}`, name: `sensor ${index}`, protocol: 'modbus' as const, pollInterval: 5_000 },
  connection: { type: 'tcp' as const, host: `10.0.0.${index}`, port: 502 },
  dataPoints: Array.from({ length: 10 }, (_, address) => ({
    ...{ name: `value ${address}`, address, type: 'holding' as const },
  })),
}));

/** A report as the public agent sends one each minute, with the health of its five sensors. */
export const crowdReport = (uuid: string, count: number): string =>
  JSON.stringify({
    [uuid]: {
      ...{ apps: {}, is_online: true, version: 1, uptime: count },
      ...{ cpu_usage: 3, cpu_temp: 40, memory_usage: 500 + count, memory_total: 2_048 },
      ...{ storage_usage: 4_000, storage_total: 32_000, network_interfaces: [{ name: 'eth0', mac: 'aa' }] },
      endpoints_health: Object.fromEntries(
        endpoints.map(({ name, protocol }) => [
          name,
          { protocol, status: 'online', connected: true, lastPoll: count, errorCount: 0 },
        ]),
      ),
    },
  });

/** Writes agents with a target state each into the database of a fleet backend that does not run. */
export async function addCrowd(dataFolder: string, count: number): Promise<CrowdMember[]> {
  const place = { kind: 'sqlite', path: join(dataFolder, 'fleet.sqlite') } as const;
  const opened = await openStore<FleetTables>(place, fleetMigrations, pino({ level: 'silent' }));
  if (!opened.ok) throw new Error(opened.failure.message);
  const store = opened.value;
  const { id: tenantId } = await store.read.selectFrom('tenants').select('id').executeTakeFirstOrThrow();
  const audit = createAudit(store);
  const targets = createTargetStates({ store, audit, now: Date.now });
  const document = { apps: {}, config: { endpoints } };
  const add = async (): Promise<CrowdMember> => {
    const uuid = randomUUID();
    const key = newHexSecret();
    const none = { device_type: null, public_key: null, challenge: null, challenge_expires_at: null };
    const unknown = { location: null, ip_address: null, mac_address: null, os_version: null };
    const free = { fleet_uuid: null, provisioning_key_id: null, architecture: null, agent_version: null };
    const row = {
      ...{
        uuid,
        tenant_id: tenantId,
        name: uuid,
        device_key_hash: secretHash(key),
        is_proved: 1,
        is_active: 1,
      },
      ...{ created_at: Date.now(), updated_at: Date.now(), deleted_at: null, ...none, ...unknown, ...free },
    };
    await store.write((trx) => trx.insertInto('agents').values(row).execute());
    await targets.write({
      agent: { tenantId, agentUuid: uuid },
      ...{ by: 'bench', logged: { actor: system, correlationId: '' }, ifMatch: undefined },
      decide: (before, by) => ({
        ok: true,
        value: nextVersion(before, { document, change: 'created', held: false, ...by }),
      }),
    });
    return { uuid, key, etag: (await targets.tags.find(uuid)).etag };
  };
  const crowd: CrowdMember[] = [];
  while (crowd.length < count) crowd.push(...(await Promise.all(Array.from({ length: 50 }, add))));
  await store.close();
  return crowd;
}
