import { inChunks } from '../database/in-chunks.ts';
import type { FleetStore } from '../database/tables.ts';

/** Those of `uuids` that are agents of this tenant. */
export async function ownAgents(
  read: FleetStore['read'],
  tenantId: string,
  uuids: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  for (const some of inChunks(uuids)) {
    const rows = await read
      .selectFrom('agents')
      .select('uuid')
      .where('tenant_id', '=', tenantId)
      .where('deleted_at', 'is', null)
      .where('uuid', 'in', some)
      .execute();
    found.push(...rows.map(({ uuid }) => uuid));
  }
  return found;
}
