import type { Logger } from 'pino';
import { failure } from '#shared/errors/failure.ts';
import { mergeReports, type Report, readReport } from '#shared/fleet-api/report.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { AgentOf } from '../agents/own-agent.ts';
import { inChunks } from '../database/in-chunks.ts';
import { plainText } from '../database/plain-text.ts';
import type { FleetStore, FleetTransaction } from '../database/tables.ts';
import { ownReport } from './own-report.ts';
import { addPastState, currentReport, type KnownState, saveReport } from './report-rows.ts';
import { healthToKeep, isOtherState, machineOf, metricsOf, stateOf } from './split-report.ts';

/** One report, as others want to hear of it. */
export interface ReceivedReport {
  agent: AgentOf;
  /** What came now, not what is known in all. */
  report: Report;
  /** By our clock, in epoch milliseconds: reports carry no time, and agents' clocks are off. */
  at: number;
}

/** What agents report of themselves, by HTTP or MQTT. */
export interface Reports {
  /**
   * Takes the report out of `document` (`{<uuid>: report}`) and resolves when it is on disk. Reports that come together share a
   * commit. REPORT_UNREADABLE when there is none of this agent in it.
   */
  receive(agent: AgentOf, document: unknown): Promise<Result<null>>;
  /** Is told of every report once it is on disk. */
  listen(listener: (received: ReceivedReport) => void): void;
}

/** Of figures: one in so many milliseconds is kept for long. */
const thinnedMs = 15 * 60_000;

export function createReports(deps: { store: FleetStore; now(): number; log: Logger }): Reports {
  const { store, now, log } = deps;
  const listeners: ((received: ReceivedReport) => void)[] = [];

  async function take(trx: FleetTransaction, agent: AgentOf, report: Report, dropped: number): Promise<void> {
    const at = now();
    const before = await currentReport(trx, agent.agentUuid);
    const isDue = before?.thinnedAt == null || at - before.thinnedAt >= thinnedMs;
    const merged = mergeReports(before?.report ?? null, report);
    const hasFigures = await keepFigures(trx, agent, { before, report, at, isDue });
    if (before !== null && isOtherState(before.report, merged)) {
      await addPastState(trx, agent, { report: stateOf(before.report), reportedAt: before.reportedAt });
    }
    const thinnedAt = isDue && hasFigures ? at : (before?.thinnedAt ?? null);
    await saveReport(trx, agent, { report: merged, reportedAt: at, dropped, thinnedAt });
    await keepMachine(trx, agent, { before: before?.report ?? {}, merged, at });
    store.afterCommit(() => {
      for (const listener of listeners) listener({ agent, report, at });
    });
  }

  return {
    listen: (listener) => void listeners.push(listener),
    async receive(agent, document) {
      const own = ownReport(agent.agentUuid, document);
      const read = own === undefined ? null : readReport(own);
      if (read === null)
        return fail(failure('REPORT_UNREADABLE', { what: 'no report of this agent is in it' }));
      const { report, dropped } = read;
      if (dropped.length > 0) {
        log.debug({ agent: agent.agentUuid, dropped: dropped.slice(0, 10) }, 'fields of a report dropped');
      }
      await store.write((trx) => take(trx, agent, report, dropped.length));
      return ok(null);
    },
  };
}

/** Stores metrics and the health of sensors; tells whether there were any. */
async function keepFigures(
  trx: FleetTransaction,
  { tenantId, agentUuid }: AgentOf,
  { before, report, at, isDue }: { before: KnownState | null; report: Report; at: number; isDue: boolean },
): Promise<boolean> {
  const ids = { agent_uuid: agentUuid, tenant_id: tenantId };
  const metrics = metricsOf(report);
  if (metrics !== null) {
    await trx
      .insertInto('agent_metrics')
      .values({ ...ids, ...metrics, recorded_at: at, is_kept: isDue ? 1 : 0 })
      .onConflict((conflict) => conflict.columns(['agent_uuid', 'recorded_at']).doNothing())
      .execute();
  }
  const health = healthToKeep(before?.report ?? null, report, isDue);
  const rows = health.map(([sensor, { protocol, connected, lastPoll, errorCount, lastError }]) => ({
    ...ids,
    sensor: plainText(sensor),
    at,
    protocol: protocol === undefined ? null : plainText(protocol),
    is_connected: connected === undefined ? null : Number(connected),
    last_poll: lastPoll === undefined ? null : plainText(String(lastPoll)),
    error_count: errorCount ?? null,
    last_error: lastError === undefined ? null : plainText(lastError),
  }));
  for (const chunk of inChunks(rows)) {
    await trx
      .insertInto('sensor_health')
      .values(chunk)
      .onConflict((conflict) => conflict.columns(['agent_uuid', 'sensor', 'at']).doNothing())
      .execute();
  }
  return metrics !== null || report.endpoints_health !== undefined;
}

/** Brings the agent's own row up to date, only when it says something new: a person may have written there, too. */
async function keepMachine(
  trx: FleetTransaction,
  { agentUuid }: AgentOf,
  { before, merged, at }: { before: Report; merged: Report; at: number },
): Promise<void> {
  const known: Record<string, string> = machineOf(before);
  const news = Object.entries(machineOf(merged)).filter(([name, value]) => known[name] !== value);
  if (news.length === 0) return;
  const columns = Object.fromEntries(news.map(([name, value]) => [name, plainText(value)]));
  await trx
    .updateTable('agents')
    .set({ ...columns, updated_at: at })
    .where('uuid', '=', agentUuid)
    .execute();
}
