import type { JobsDeps } from './jobs-deps.ts';

/** Agents that a target means today; those that were removed or ended are not among them. */
export const agentsOf: JobsDeps['agentsOf'] = async (read, tenantId, { type, devices, filter }) => {
  const all = read
    .selectFrom('agents')
    .select('uuid')
    .where('tenant_id', '=', tenantId)
    .where('deleted_at', 'is', null)
    .where('is_active', '=', 1)
    .orderBy('uuid');
  if (type === 'all') return (await all.execute()).map(({ uuid }) => uuid);
  if (type === 'group') {
    const fleetUuid = filter?.fleet_uuid;
    if (typeof fleetUuid !== 'string') return null;
    return (await all.where('fleet_uuid', '=', fleetUuid).execute()).map(({ uuid }) => uuid);
  }
  const found: string[] = [];
  for (const uuid of new Set(devices)) {
    const row = await all.where('uuid', '=', uuid).executeTakeFirst();
    if (row !== undefined) found.push(row.uuid);
  }
  return found;
};
