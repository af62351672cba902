import type { z } from 'zod';
import type { auditEventSchema, auditFilters } from '#shared/fleet-api/audit-api.ts';
import type { AuditEventRow } from '../database/tables/audit.ts';
import type { FleetStore } from '../database/tables.ts';

export type AuditFilters = { [K in keyof typeof auditFilters]?: z.output<(typeof auditFilters)[K]> };
export type ShownEvent = z.input<typeof auditEventSchema>;

/** Words between commas; none of them is no filter. */
const listOf = (text = ''): string[] => text.split(',').flatMap((word) => word.trim() || []);

/** The events of a tenant that fit, in no order yet. */
function fitting(store: FleetStore, tenantId: string, filters: AuditFilters) {
  const { deviceUuid, dateFrom, dateTo } = filters;
  const eventTypes = listOf(filters.eventTypes);
  const aggregateTypes = listOf(filters.aggregateTypes);
  const { severity, actorType, actorId, correlationId } = filters;
  return store.read
    .selectFrom('audit_events')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .$if(deviceUuid !== undefined, (query) =>
      query.where((is) =>
        is.or([is('target_id', '=', deviceUuid ?? ''), is('actor_id', '=', deviceUuid ?? '')]),
      ),
    )
    .$if(eventTypes.length > 0, (query) => query.where('event_type', 'in', eventTypes))
    .$if(aggregateTypes.length > 0, (query) => query.where('target_type', 'in', aggregateTypes))
    .$if(dateFrom !== undefined, (query) => query.where('at', '>=', Date.parse(dateFrom ?? '')))
    .$if(dateTo !== undefined, (query) => query.where('at', '<=', Date.parse(dateTo ?? '')))
    .$if(severity !== undefined, (query) => query.where('severity', '=', severity ?? ''))
    .$if(actorType !== undefined, (query) => query.where('actor_type', '=', actorType ?? ''))
    .$if(actorId !== undefined, (query) => query.where('actor_id', '=', actorId ?? ''))
    .$if(correlationId !== undefined, (query) => query.where('correlation_id', '=', correlationId ?? ''));
}

/** One page, the newest first; `before`: a place of the chain that the page ends ahead of. */
export async function searchAudit(
  store: FleetStore,
  tenantId: string,
  filters: AuditFilters,
  page: { limit: number; offset: number; before: number | null },
): Promise<ShownEvent[]> {
  const rows = await fitting(store, tenantId, filters)
    .$if(page.before !== null, (query) => query.where('seq', '<', page.before ?? 0))
    .orderBy('seq', 'desc')
    .limit(page.limit)
    .offset(page.before === null ? page.offset : 0)
    .execute();
  return rows.map(showEvent);
}

const rowsAtOnce = 1_000;

/** All events that fit, the oldest first, read in pieces. */
export async function* readAudit(
  store: FleetStore,
  tenantId: string,
  filters: AuditFilters,
): AsyncGenerator<ShownEvent> {
  let after = 0;
  for (;;) {
    const rows = await fitting(store, tenantId, filters)
      .where('seq', '>', after)
      .orderBy('seq', 'asc')
      .limit(rowsAtOnce)
      .execute();
    yield* rows.map(showEvent);
    const last = rows.at(-1);
    if (last === undefined || rows.length < rowsAtOnce) return;
    after = last.seq;
  }
}

export const showEvent = (row: AuditEventRow): ShownEvent => ({
  id: row.seq,
  event_id: row.event_id,
  event_type: row.event_type,
  timestamp: new Date(row.at).toISOString(),
  aggregate_type: row.target_type,
  aggregate_id: row.target_id,
  data: JSON.parse(row.data),
  correlation_id: row.correlation_id,
  actor_type: row.actor_type as ShownEvent['actor_type'],
  actor_id: row.actor_id,
  actor_name: row.actor_name,
  address: row.address,
  severity: row.severity as ShownEvent['severity'],
  checksum: row.hash,
});
