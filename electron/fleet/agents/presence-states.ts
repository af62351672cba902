import type { PresenceRow } from '../database/tables/agent-list.ts';
import type { AgentOf } from './own-agent.ts';

/** What an agent that never said how often it reports is taken to do (wire §2.4). */
const usualReportIntervalMs = 60_000;

/** An agent that misses fewer reports than this is still there (contract §2 "agents"). */
const missedReports = 3;

/** One agent. Times are epoch milliseconds. */
interface State extends AgentOf {
  isOnline: boolean;
  seenAt: number;
  changedAt: number;
  reportIntervalMs: number;
  /** MQTT sessions that are open: a new one may open before the one it takes over has ended. */
  sessions: number;
}

/** Who is there, by what was heard of whom. No I/O: time is given, and what has to be written is asked for. */
export interface PresenceStates {
  seen(agent: AgentOf, at: number, reportIntervalMs?: number): void;
  opened(agent: AgentOf, at: number): void;
  closed(uuid: string, at: number): void;
  /** Those that were not heard of for too long are offline now. */
  expire(at: number): void;
  forget(uuid: string): void;
  row(uuid: string): PresenceRow | null;
  /** Agents that went online or offline and were not written since; `alsoSeen`: and those that were merely heard of. */
  unwritten(alsoSeen: boolean): string[];
  /** `row` is in the database. */
  written(row: PresenceRow): void;
}

/** `startedAt`: nobody is missed for the time in which nobody listened. */
export function createPresenceStates(known: readonly PresenceRow[], startedAt: number): PresenceStates {
  const states = new Map(known.map((row) => [row.agent_uuid, stateOf(row)]));
  const changed = new Set<string>();
  const heard = new Set<string>();

  function hear(agent: AgentOf, at: number): State {
    const found = states.get(agent.agentUuid);
    const state = found ?? { ...agent, ...unseen(at) };
    if (found === undefined) states.set(agent.agentUuid, state);
    state.seenAt = Math.max(state.seenAt, at);
    heard.add(agent.agentUuid);
    if (!state.isOnline) turn(state, true, at);
    return state;
  }

  function turn(state: State, isOnline: boolean, at: number): void {
    state.isOnline = isOnline;
    state.changedAt = at;
    changed.add(state.agentUuid);
  }

  const isOverdue = ({ isOnline, sessions, seenAt, reportIntervalMs }: State, at: number): boolean =>
    isOnline && sessions === 0 && at - Math.max(seenAt, startedAt) > missedReports * reportIntervalMs;

  return {
    seen(agent, at, reportIntervalMs) {
      const state = hear(agent, at);
      if (reportIntervalMs !== undefined) state.reportIntervalMs = reportIntervalMs;
    },
    opened(agent, at) {
      hear(agent, at).sessions += 1;
    },
    closed(uuid, at) {
      const state = states.get(uuid);
      if (state === undefined || state.sessions === 0) return;
      state.sessions -= 1;
      hear(state, at);
    },
    expire(at) {
      for (const state of states.values()) if (isOverdue(state, at)) turn(state, false, at);
    },
    forget(uuid) {
      states.delete(uuid);
      changed.delete(uuid);
      heard.delete(uuid);
    },
    row(uuid) {
      const state = states.get(uuid);
      return state === undefined ? null : rowOf(state);
    },
    unwritten: (alsoSeen) => (alsoSeen ? [...new Set([...changed, ...heard])] : [...changed]),
    written({ agent_uuid, is_online, last_seen_at }) {
      const state = states.get(agent_uuid);
      if (state === undefined) return;
      // What changed while it was being written is still to be written.
      if (state.isOnline === (is_online === 1)) changed.delete(agent_uuid);
      if (state.seenAt === last_seen_at) heard.delete(agent_uuid);
    },
  };
}

const unseen = (at: number) => ({
  isOnline: false,
  seenAt: at,
  changedAt: at,
  reportIntervalMs: usualReportIntervalMs,
  sessions: 0,
});

const stateOf = (row: PresenceRow): State => ({
  tenantId: row.tenant_id,
  agentUuid: row.agent_uuid,
  isOnline: row.is_online === 1,
  seenAt: row.last_seen_at,
  changedAt: row.changed_at,
  reportIntervalMs: row.report_interval_ms,
  sessions: 0,
});

const rowOf = (state: State): PresenceRow => ({
  agent_uuid: state.agentUuid,
  tenant_id: state.tenantId,
  is_online: state.isOnline ? 1 : 0,
  last_seen_at: state.seenAt,
  changed_at: state.changedAt,
  report_interval_ms: state.reportIntervalMs,
});
