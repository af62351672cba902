import { Readable } from 'node:stream';
import { z } from 'zod';
import { csvRow } from '#shared/format/csv.ts';
import type { FleetStore } from '../database/tables.ts';
import type { FleetHandlers } from '../http/call.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import { readAudit, type ShownEvent, searchAudit } from './audit-search.ts';
import { verifyAudit } from './verify-audit.ts';

export function auditCalls(
  store: FleetStore,
): Pick<FleetHandlers, 'auditEvents' | 'exportAudit' | 'verifyAudit'> {
  return {
    async auditEvents({ who, query }) {
      const { limit, offset, cursor, ...criteria } = query;
      const before = readCursor(cursor, z.int().min(1));
      if (!before.ok) return before;
      const page = { limit, offset, before: before.value };
      const events = await searchAudit(store, who.tenantId, criteria, page);
      const last = events.at(-1);
      const nextCursor = last === undefined || events.length < limit ? null : writeCursor(last.id);
      return { status: 200, body: { success: true, count: events.length, events, criteria, nextCursor } };
    },
    exportAudit({ who, query }) {
      const { format, ...criteria } = query;
      const events = readAudit(store, who.tenantId, criteria);
      const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson';
      const headers = {
        'content-type': type,
        'content-disposition': `attachment; filename="audit.${format}"`,
      };
      const body = Readable.from(format === 'csv' ? csvLines(events) : ndjsonLines(events));
      return { status: 200, headers, body };
    },
    async verifyAudit() {
      return { status: 200, body: await verifyAudit(store) };
    },
  };
}

async function* ndjsonLines(events: AsyncIterable<ShownEvent>): AsyncGenerator<string> {
  for await (const event of events) yield `${JSON.stringify(event)}\n`;
}

const columns = [
  ...([
    'id',
    'timestamp',
    'event_type',
    'severity',
    'actor_type',
    'actor_id',
    'actor_name',
    'address',
  ] as const),
  ...(['aggregate_type', 'aggregate_id', 'correlation_id', 'data', 'checksum'] as const),
];

async function* csvLines(events: AsyncIterable<ShownEvent>): AsyncGenerator<string> {
  // The mark tells spreadsheets that this is UTF-8.
  yield `\uFEFF${csvRow(columns)}`;
  for await (const event of events) yield csvRow(columns.map((column) => fieldOf(event[column])));
}

function fieldOf(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
