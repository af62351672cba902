import type { FleetRow } from '../database/tables/fleets.ts';
import type { FleetTransaction } from '../database/tables.ts';

type Reader = Pick<FleetTransaction, 'selectFrom'>;

/** A fleet of this tenant; null for one that was removed, too. */
export async function findFleet(read: Reader, tenantId: string, uuid: string): Promise<FleetRow | null> {
  const row = await read
    .selectFrom('fleets')
    .selectAll()
    .where('uuid', '=', uuid)
    .where('tenant_id', '=', tenantId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

export const hasFleet = async (read: Reader, tenantId: string, uuid: string): Promise<boolean> =>
  (await findFleet(read, tenantId, uuid)) !== null;

/** `exceptUuid`: the fleet itself. */
export async function isFleetNameTaken(
  read: Reader,
  { tenantId, name }: { tenantId: string; name: string },
  exceptUuid: string | null = null,
): Promise<boolean> {
  const row = await read
    .selectFrom('fleets')
    .select('uuid')
    .where('tenant_id', '=', tenantId)
    .where('name', '=', name)
    .where('deleted_at', 'is', null)
    .where('uuid', '!=', exceptUuid ?? '')
    .executeTakeFirst();
  return row !== undefined;
}

export interface Counts {
  agents: number;
  online: number;
}

/** How many agents are in each fleet of a tenant that has any; `uuid`: in this one only. */
export async function countByFleet(
  read: Reader,
  tenantId: string,
  uuid: string | null = null,
): Promise<Map<string, Counts>> {
  const rows = await read
    .selectFrom('agents')
    .leftJoin('agent_presence', 'agent_presence.agent_uuid', 'agents.uuid')
    .select('agents.fleet_uuid')
    .select((is) => [
      is.fn.countAll<number>().as('agents'),
      is.fn.sum<number>(is.fn.coalesce('agent_presence.is_online', is.lit(0))).as('online'),
    ])
    .where('agents.tenant_id', '=', tenantId)
    .where('agents.deleted_at', 'is', null)
    .where('agents.fleet_uuid', 'is not', null)
    .$if(uuid !== null, (query) => query.where('agents.fleet_uuid', '=', uuid))
    .groupBy('agents.fleet_uuid')
    .execute();
  return new Map(rows.map(({ fleet_uuid, agents, online }) => [fleet_uuid ?? '', { agents, online }]));
}
