import { type Kysely, sql } from 'kysely';
import { uuidV7 } from '#platform/ids/uuid-v7.ts';
import type { LogLevel } from '#shared/fleet-api/log-line.ts';
import type { AgentOf } from '../agents/own-agent.ts';
import { inChunks } from '../database/in-chunks.ts';
import type { FleetTables, FleetTransaction } from '../database/tables.ts';
import type { LogEntry } from './log-entry.ts';

export async function addLogLines(
  trx: FleetTransaction,
  { tenantId, agentUuid }: AgentOf,
  entries: readonly LogEntry[],
  at: number,
): Promise<void> {
  // Sorted, so that lines of one millisecond stay in order.
  const ids = entries.map(() => uuidV7(at)).sort();
  const rows = entries.map((entry, index) => ({
    id: ids[index] ?? uuidV7(at),
    agent_uuid: agentUuid,
    tenant_id: tenantId,
    service: entry.service,
    message: entry.message,
    level: entry.level,
    is_system: Number(entry.isSystem),
    is_stderr: Number(entry.isStdErr),
    timestamp: entry.timestamp,
    created_at: at,
    meta: entry.meta,
  }));
  for (const chunk of inChunks(rows)) await trx.insertInto('agent_logs').values(chunk).execute();
  const services = new Set(rows.flatMap(({ service }) => service ?? []));
  for (const service of services) {
    await trx
      .insertInto('log_services')
      .values({ agent_uuid: agentUuid, service, last_at: at })
      .onConflict((conflict) => conflict.columns(['agent_uuid', 'service']).doUpdateSet({ last_at: at }))
      .execute();
  }
}

/** Writes the batch down as received; false when it was before. */
export async function isNewBatch(
  trx: FleetTransaction,
  agentUuid: string,
  batchId: string,
  { at, since }: { at: number; since: number },
): Promise<boolean> {
  const batch = { agent_uuid: agentUuid, batch_id: batchId, received_at: at };
  const known = await trx
    .selectFrom('log_batches')
    .select('received_at')
    .where('agent_uuid', '=', agentUuid)
    .where('batch_id', '=', batchId)
    .executeTakeFirst();
  if (known !== undefined && known.received_at > since) return false;
  await trx
    .insertInto('log_batches')
    .values(batch)
    .onConflict((conflict) => conflict.columns(['agent_uuid', 'batch_id']).doUpdateSet({ received_at: at }))
    .execute();
  return true;
}

/** Where a page of lines ended: the time and id of its last. */
export type LogPlace = [timestamp: number, id: string];

export interface LogSearch {
  service?: string | undefined;
  level?: LogLevel | undefined;
  /** Part of the message. */
  q?: string | undefined;
  from: number | null;
  to: number | null;
  limit: number;
  offset: number;
  before: LogPlace | null;
}

/** Lines of an agent that fit, the newest first. */
export const searchLogs = (from: Kysely<FleetTables>, agentUuid: string, search: LogSearch) =>
  from
    .selectFrom('agent_logs')
    .selectAll()
    .where('agent_uuid', '=', agentUuid)
    .$if(search.service !== undefined, (query) => query.where('service', '=', search.service ?? ''))
    .$if(search.level !== undefined, (query) => query.where('level', '=', search.level ?? 'info'))
    .$if(search.q !== undefined, (query) =>
      query.where(sql<boolean>`lower(message) like lower(${likePart(search.q ?? '')}) escape '\\'`),
    )
    .$if(search.from !== null, (query) => query.where('timestamp', '>=', search.from ?? 0))
    .$if(search.to !== null, (query) => query.where('timestamp', '<=', search.to ?? 0))
    .$if(search.before !== null, (query) => {
      const [timestamp, id] = search.before ?? [0, ''];
      return query.where((is) =>
        is.or([
          is('timestamp', '<', timestamp),
          is.and([is('timestamp', '=', timestamp), is('id', '<', id)]),
        ]),
      );
    })
    .orderBy('timestamp', 'desc')
    .orderBy('id', 'desc')
    .limit(search.limit)
    .offset(search.before === null ? search.offset : 0)
    .execute();

const likePart = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
