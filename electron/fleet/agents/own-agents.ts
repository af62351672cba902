import type { FleetStore } from '../database/tables.ts';

/** As many as both databases take in one list of parameters. */
const namesAtOnce = 500;

/** Those of `uuids` that are agents of this tenant. */
export async function ownAgents(
  read: FleetStore['read'],
  tenantId: string,
  uuids: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  for (let from = 0; from < uuids.length; from += namesAtOnce) {
    const rows = await read
      .selectFrom('agents')
      .select('uuid')
      .where('tenant_id', '=', tenantId)
      .where('deleted_at', 'is', null)
      .where('uuid', 'in', uuids.slice(from, from + namesAtOnce))
      .execute();
    found.push(...rows.map(({ uuid }) => uuid));
  }
  return found;
}
