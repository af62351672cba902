import type { z } from 'zod';
import { agentFilterSchema } from '#shared/fleet-api/agent-filter.ts';
import type { groupsApi } from '#shared/fleet-api/groups-api.ts';
import { type AgentQuery, countAgents } from '../agents/agent-search.ts';
import { iso } from '../auth/show.ts';
import type { GroupRow } from '../database/tables/groups.ts';
import type { FleetStore } from '../database/tables.ts';

type Reader = FleetStore['read'];
type ShownGroup = z.input<(typeof groupsApi.createGroup.answers)[201]['schema']>;

export async function findGroup(read: Reader, tenantId: string, id: string): Promise<GroupRow | null> {
  const row = await read
    .selectFrom('agent_groups')
    .selectAll()
    .where('id', '=', id)
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst();
  return row ?? null;
}

/** `exceptId`: the group itself. */
export async function isGroupNameTaken(
  read: Reader,
  { tenantId, name }: { tenantId: string; name: string },
  exceptId: string | null = null,
): Promise<boolean> {
  const row = await read
    .selectFrom('agent_groups')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('name', '=', name)
    .where('id', '!=', exceptId ?? '')
    .executeTakeFirst();
  return row !== undefined;
}

/** Whom a group means. `now`: epoch milliseconds. */
export const queryOf = ({ tenant_id, filter }: GroupRow, now: number): AgentQuery => ({
  tenantId: tenant_id,
  filter: agentFilterSchema.parse(JSON.parse(filter)),
  now,
});

/** A group as the API shows it, its members counted. */
export async function showGroup(read: Reader, row: GroupRow, now: number): Promise<ShownGroup> {
  const query = queryOf(row, now);
  const { filter } = query;
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    filter,
    created_by: row.created_by,
    created_at: iso(row.created_at),
    updated_at: iso(row.updated_at),
    agent_count: await countAgents(read, query),
    online_count: await countAgents(read, { ...query, filter: { all: [filter, { online: true }] } }),
  };
}
