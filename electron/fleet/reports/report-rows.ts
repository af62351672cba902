import type { Kysely } from 'kysely';
import { uuidV7 } from '#platform/ids/uuid-v7.ts';
import type { Report } from '#shared/fleet-api/report.ts';
import type { AgentOf } from '../agents/own-agent.ts';
import type { CurrentStateRow } from '../database/tables/reports.ts';
import type { FleetTables, FleetTransaction } from '../database/tables.ts';

/** All that an agent's reports have told so far. */
export interface KnownState {
  report: Report;
  reportedAt: number;
  /** Fields of the newest report that could not be used. */
  dropped: number;
  /** When figures were last stored to be kept for long; null: never. */
  thinnedAt: number | null;
}

/** States that are kept of one agent beside the newest. */
const keptStates = 50;

/** Null when the agent has not reported yet. */
export async function currentReport(
  from: Kysely<FleetTables>,
  agentUuid: string,
): Promise<KnownState | null> {
  const row = await from
    .selectFrom('current_states')
    .select(['report', 'reported_at', 'dropped', 'thinned_at'])
    .where('agent_uuid', '=', agentUuid)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { report, reported_at, dropped, thinned_at } = row;
  return { report: JSON.parse(report), reportedAt: reported_at, dropped, thinnedAt: thinned_at };
}

export async function saveReport(
  trx: FleetTransaction,
  { tenantId, agentUuid }: AgentOf,
  { report, reportedAt, dropped, thinnedAt }: KnownState,
): Promise<void> {
  const columns: Omit<CurrentStateRow, 'agent_uuid' | 'tenant_id'> = {
    report: JSON.stringify(report),
    apps_count: Object.keys(report.apps ?? {}).length,
    dropped,
    reported_at: reportedAt,
    thinned_at: thinnedAt,
  };
  await trx
    .insertInto('current_states')
    .values({ agent_uuid: agentUuid, tenant_id: tenantId, ...columns })
    .onConflict((conflict) => conflict.column('agent_uuid').doUpdateSet(columns))
    .execute();
}

/** Keeps a state that another one replaces, and drops the oldest. */
export async function addPastState(
  trx: FleetTransaction,
  { tenantId, agentUuid }: AgentOf,
  past: { report: Report; reportedAt: number },
): Promise<void> {
  const ids = { agent_uuid: agentUuid, tenant_id: tenantId, id: uuidV7(past.reportedAt) };
  await trx
    .insertInto('past_states')
    .values({ ...ids, report: JSON.stringify(past.report), reported_at: past.reportedAt })
    .execute();
  const oldest = await trx
    .selectFrom('past_states')
    .select('id')
    .where('agent_uuid', '=', agentUuid)
    .orderBy('id', 'desc')
    .offset(keptStates)
    .limit(1)
    .executeTakeFirst();
  if (oldest === undefined) return;
  await trx
    .deleteFrom('past_states')
    .where('agent_uuid', '=', agentUuid)
    .where('id', '<=', oldest.id)
    .execute();
}

/** States before the newest, the newest of them first. */
export const pastStates = (
  from: Kysely<FleetTables>,
  agentUuid: string,
  page: { limit: number; offset: number; before: string | null },
) =>
  from
    .selectFrom('past_states')
    .select(['id', 'report', 'reported_at'])
    .where('agent_uuid', '=', agentUuid)
    .$if(page.before !== null, (query) => query.where('id', '<', page.before ?? ''))
    .orderBy('id', 'desc')
    .limit(page.limit)
    .offset(page.before === null ? page.offset : 0)
    .execute();
