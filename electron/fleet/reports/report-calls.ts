import { z } from 'zod';
import { failure } from '#shared/errors/failure.ts';
import { ownAgent } from '../agents/own-agent.ts';
import type { AgentMetricsRow } from '../database/tables/reports.ts';
import type { FleetStore } from '../database/tables.ts';
import type { FleetHandlers } from '../http/call.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import { currentReport, pastStates } from './report-rows.ts';
import { showState } from './show-state.ts';

const minuteMs = 60_000;
const periodsMs = {
  '30min': 30 * minuteMs,
  '6h': 360 * minuteMs,
  '12h': 720 * minuteMs,
  '24h': 1_440 * minuteMs,
} as const;
/** More than one a second for the longest period does not come. */
const mostMetrics = 10_000;

/** What agents have reported, for people (wire §1.4, §1.5). */
export function reportCalls(deps: {
  store: FleetStore;
  now(): number;
}): Pick<FleetHandlers, 'currentState' | 'currentStateHistory' | 'agentMetrics'> {
  const { store, now } = deps;
  return {
    async currentState({ who, params: { uuid } }) {
      const agent = await ownAgent(store.read, who.tenantId, uuid);
      if (!agent.ok) return agent;
      const current = await currentReport(store.read, uuid);
      if (current === null) return { failure: failure('STATE_NOT_REPORTED') };
      const { report, reportedAt, dropped } = current;
      const { endpoints_health = {} } = report;
      return { status: 200, body: { ...showState(report, reportedAt), endpoints_health, dropped } };
    },
    async currentStateHistory({ who, params: { uuid }, query }) {
      const agent = await ownAgent(store.read, who.tenantId, uuid);
      if (!agent.ok) return agent;
      const before = readCursor(query.cursor, z.string().max(100));
      if (!before.ok) return before;
      const { limit, offset } = query;
      const rows = await pastStates(store.read, uuid, { limit, offset, before: before.value });
      const last = rows.at(-1);
      const nextCursor = last === undefined || rows.length < limit ? null : writeCursor(last.id);
      const states = rows.map(({ report, reported_at }) => showState(JSON.parse(report), reported_at));
      return { status: 200, body: { count: states.length, states, nextCursor } };
    },
    async agentMetrics({ who, params: { uuid }, query: { limit, period } }) {
      const agent = await ownAgent(store.read, who.tenantId, uuid);
      if (!agent.ok) return agent;
      const rows = await store.read
        .selectFrom('agent_metrics')
        .selectAll()
        .where('agent_uuid', '=', uuid)
        .$if(period !== undefined, (query) =>
          query.where('recorded_at', '>=', now() - periodsMs[period ?? '24h']),
        )
        .orderBy('recorded_at', 'desc')
        .limit(period === undefined ? limit : mostMetrics)
        .execute();
      return { status: 200, body: { count: rows.length, metrics: rows.map(showMetrics) } };
    },
  };
}

function showMetrics({ tenant_id, is_kept, recorded_at, ...row }: AgentMetricsRow) {
  return { ...row, recorded_at: new Date(recorded_at).toISOString() };
}
