import type { Kysely } from 'kysely';
import type { AgentOf } from '../agents/own-agent.ts';
import type { TargetVersionRow } from '../database/tables/target-state.ts';
import type { FleetTables, FleetTransaction } from '../database/tables.ts';
import type { PollTag } from './poll-answer.ts';
import type { TargetVersion } from './target-version.ts';

/** Versions that are kept of one agent, beside the one that is live. */
const keptVersions = 100;

/** The newest version; null when there was never one. */
export async function newestVersion(
  from: Kysely<FleetTables>,
  agentUuid: string,
): Promise<TargetVersion | null> {
  const row = await from
    .selectFrom('target_versions')
    .selectAll()
    .where('agent_uuid', '=', agentUuid)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : versionOf(row);
}

export async function versionNumbered(
  from: Kysely<FleetTables>,
  agentUuid: string,
  version: number,
): Promise<TargetVersion | null> {
  const row = await from
    .selectFrom('target_versions')
    .selectAll()
    .where('agent_uuid', '=', agentUuid)
    .where('version', '=', version)
    .executeTakeFirst();
  return row === undefined ? null : versionOf(row);
}

/** Versions without their documents, the newest first. */
export const versionList = (
  from: Kysely<FleetTables>,
  agentUuid: string,
  page: { limit: number; offset: number; before: number | null },
) =>
  from
    .selectFrom('target_versions')
    .select(['version', 'change', 'is_held', 'live_version', 'apps_count', 'endpoints_count'])
    .select(['last_deployed_at', 'deployed_by', 'updated_at', 'updated_by'])
    .where('agent_uuid', '=', agentUuid)
    .$if(page.before !== null, (query) => query.where('version', '<', page.before ?? 0))
    .orderBy('version', 'desc')
    .limit(page.limit)
    .offset(page.before === null ? page.offset : 0)
    .execute();

/** Adds a version, makes it the newest and drops those that are too old. */
export async function addVersion(
  trx: FleetTransaction,
  { tenantId, agentUuid }: AgentOf,
  target: TargetVersion,
  tag: PollTag,
): Promise<void> {
  const counts = {
    apps_count: Object.keys(target.apps).length,
    endpoints_count: target.config.endpoints?.length ?? 0,
  };
  const ids = { agent_uuid: agentUuid, tenant_id: tenantId, version: target.version };
  await trx
    .insertInto('target_versions')
    .values({ ...ids, ...counts, ...columnsOf(target) })
    .execute();
  const newest = {
    version: target.version,
    is_held: target.held ? 1 : 0,
    etag: tag.etag,
    body_bytes: tag.bodyBytes,
    apps_count: counts.apps_count,
  };
  await trx
    .insertInto('target_states')
    .values({ ...ids, ...newest })
    .onConflict((conflict) => conflict.column('agent_uuid').doUpdateSet(newest))
    .execute();
  await trx
    .deleteFrom('target_versions')
    .where('agent_uuid', '=', agentUuid)
    .where('version', '<=', target.version - keptVersions)
    .where('version', '!=', target.liveVersion ?? 0)
    .execute();
}

const columnsOf = (target: TargetVersion) => ({
  change: target.change,
  is_held: target.held ? 1 : 0,
  live_version: target.liveVersion,
  apps: JSON.stringify(target.apps),
  config: JSON.stringify(target.config),
  last_deployed_at: target.lastDeployedAt,
  deployed_by: target.deployedBy,
  updated_at: target.updatedAt,
  updated_by: target.updatedBy,
});

const versionOf = (row: TargetVersionRow): TargetVersion => ({
  version: row.version,
  change: row.change,
  held: row.is_held === 1,
  liveVersion: row.live_version,
  apps: JSON.parse(row.apps),
  config: JSON.parse(row.config),
  lastDeployedAt: row.last_deployed_at,
  deployedBy: row.deployed_by,
  updatedAt: row.updated_at,
  updatedBy: row.updated_by,
});
