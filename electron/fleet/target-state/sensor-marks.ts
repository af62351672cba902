import { isDeepStrictEqual } from 'node:util';
import type { Config } from '#shared/fleet-api/target-state/config.ts';
import type { AgentOf } from '../agents/own-agent.ts';
import type { FleetTransaction } from '../database/tables.ts';

/** Writes down since when each endpoint is there, and when and by whom it was changed. */
export async function markSensors(
  trx: FleetTransaction,
  { tenantId, agentUuid }: AgentOf,
  configs: { before: Config; after: Config },
  { by, at }: { by: string; at: number },
): Promise<void> {
  const before = byUuid(configs.before);
  const after = byUuid(configs.after);
  const gone = [...before.keys()].filter((uuid) => !after.has(uuid));
  for (const uuid of gone) {
    await trx.deleteFrom('sensors').where('agent_uuid', '=', agentUuid).where('uuid', '=', uuid).execute();
  }
  const change = { updated_at: at, updated_by: by };
  for (const [uuid, endpoint] of after) {
    if (isDeepStrictEqual(before.get(uuid), endpoint)) continue;
    const ids = { agent_uuid: agentUuid, uuid, tenant_id: tenantId };
    await trx
      .insertInto('sensors')
      .values({ ...ids, created_at: at, created_by: by, ...change })
      .onConflict((conflict) => conflict.columns(['agent_uuid', 'uuid']).doUpdateSet(change))
      .execute();
  }
}

const byUuid = ({ endpoints = [] }: Config) =>
  new Map(endpoints.flatMap((each) => (each.uuid === undefined ? [] : [[each.uuid, each] as const])));
