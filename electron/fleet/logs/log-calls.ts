import { z } from 'zod';
import { ownAgent } from '../agents/own-agent.ts';
import type { AgentLogRow } from '../database/tables/logs.ts';
import type { FleetStore } from '../database/tables.ts';
import type { FleetHandlers } from '../http/call.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import { type LogPlace, searchLogs } from './log-rows.ts';

const dayMs = 86_400_000;
const placeSchema: z.ZodType<LogPlace> = z.tuple([z.int(), z.string().max(100)]);

/** Log lines for people (wire §1.4). */
export function logCalls(store: FleetStore): Pick<FleetHandlers, 'agentLogs' | 'logServices'> {
  return {
    async agentLogs({ who, params: { uuid }, query }) {
      const agent = await ownAgent(store.read, who.tenantId, uuid);
      if (!agent.ok) return agent;
      const { cursor, from, to, ...search } = query;
      const before = readCursor(cursor, placeSchema);
      if (!before.ok) return before;
      const rows = await searchLogs(store.read, uuid, {
        ...search,
        from: from === undefined ? null : Date.parse(from),
        to: to === undefined ? null : endOf(to),
        before: before.value,
      });
      const last = rows.at(-1);
      const isLast = last === undefined || rows.length < query.limit;
      const nextCursor = isLast ? null : writeCursor([last.timestamp, last.id] satisfies LogPlace);
      return { status: 200, body: { count: rows.length, logs: rows.map(showLine), nextCursor } };
    },
    async logServices({ who, params: { uuid } }) {
      const agent = await ownAgent(store.read, who.tenantId, uuid);
      if (!agent.ok) return agent;
      const rows = await store.read
        .selectFrom('log_services')
        .select('service')
        .where('agent_uuid', '=', uuid)
        .orderBy('service')
        .execute();
      return { status: 200, body: { count: rows.length, services: rows.map(({ service }) => service) } };
    },
  };
}

/** A day is meant to its end (wire §1.4). */
const endOf = (moment: string): number =>
  moment.includes('T') ? Date.parse(moment) : Date.parse(moment) + dayMs - 1;

const showLine = (row: AgentLogRow) => ({
  id: row.id,
  agent_uuid: row.agent_uuid,
  service_name: row.service,
  message: row.message,
  level: row.level,
  is_system: row.is_system === 1,
  is_stderr: row.is_stderr === 1,
  timestamp: new Date(row.timestamp).toISOString(),
  created_at: new Date(row.created_at).toISOString(),
  meta: JSON.parse(row.meta),
});
