import type { Kysely } from 'kysely';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { FleetTables, FleetTransaction } from '../database/tables.ts';
import type { AgentOf } from './own-agent.ts';

export type Tags = Record<string, string>;

export const mostTags = 50;

/** Tags of these agents; who has none is not in it. */
export async function tagsOf(
  read: Kysely<FleetTables>,
  uuids: readonly string[],
): Promise<Map<string, Tags>> {
  const found = new Map<string, Tags>();
  if (uuids.length === 0) return found;
  const rows = await read
    .selectFrom('agent_tags')
    .select(['agent_uuid', 'tag_key', 'tag_value'])
    .where('agent_uuid', 'in', uuids)
    .orderBy('tag_key')
    .execute();
  for (const { agent_uuid, tag_key, tag_value } of rows) {
    found.set(agent_uuid, { ...found.get(agent_uuid), [tag_key]: tag_value });
  }
  return found;
}

/**
 * Takes `remove` away (all: every tag), then sets `set`. Gives the tags that the agent has now. TAGS_TOO_MANY; nothing was
 * changed then.
 */
export async function changeTags(
  trx: FleetTransaction,
  agent: AgentOf,
  change: { set: Tags; remove: readonly string[] | 'all' },
): Promise<Result<Tags>> {
  const { tenantId, agentUuid } = agent;
  const before = (await tagsOf(trx, [agentUuid])).get(agentUuid) ?? {};
  const kept =
    change.remove === 'all' ? [] : Object.entries(before).filter(([key]) => !change.remove.includes(key));
  const after = { ...Object.fromEntries(kept), ...change.set };
  if (Object.keys(after).length > mostTags) return fail(failure('TAGS_TOO_MANY', { limit: mostTags }));
  await trx.deleteFrom('agent_tags').where('agent_uuid', '=', agentUuid).execute();
  const rows = Object.entries(after).map(([tag_key, tag_value]) => ({
    ...{ agent_uuid: agentUuid, tenant_id: tenantId, tag_key, tag_value },
  }));
  if (rows.length > 0) await trx.insertInto('agent_tags').values(rows).execute();
  return ok(after);
}
