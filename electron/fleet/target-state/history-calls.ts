import { z } from 'zod';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { ownAgent } from '../agents/own-agent.ts';
import type { FleetHandlers } from '../http/call.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import { currentReport } from '../reports/report-rows.ts';
import { difference } from './difference.ts';
import { reportedTarget } from './reported-target.ts';
import { showSummary, showVersion, showWritten } from './show-target.ts';
import { versionList, versionNumbered } from './target-rows.ts';
import { nextVersion } from './target-version.ts';
import { type TargetDeps, writeFor } from './write-for.ts';

interface Side {
  name: number | 'reported';
  document: { apps: unknown; config: unknown };
}

/** Versions of a target state, what differs between them, and how an old one comes back. */
export function targetHistoryCalls(
  deps: TargetDeps,
): Pick<
  FleetHandlers,
  'targetStateHistory' | 'targetStateVersion' | 'targetStateDifference' | 'restoreTargetState'
> {
  const { store, targets } = deps;

  /** One side of a difference; null: there is none, which is an empty document. */
  async function sideOf(uuid: string, wanted: Side['name'] | null): Promise<Result<Side | null>> {
    if (wanted === null) return ok(null);
    if (wanted === 'reported') {
      const current = await currentReport(store.read, uuid);
      if (current === null) return fail(failure('STATE_NOT_REPORTED'));
      return ok({ name: wanted, document: reportedTarget(current.report) });
    }
    const target = await targets.numbered(uuid, wanted);
    if (target === null) return fail(failure('TARGET_VERSION_NOT_FOUND', { version: wanted }));
    return ok({ name: wanted, document: { apps: target.apps, config: target.config } });
  }

  return {
    async targetStateHistory({ who, params, query }) {
      const agent = await ownAgent(store.read, who.tenantId, params.uuid);
      if (!agent.ok) return agent;
      const { limit, offset, cursor } = query;
      const before = readCursor(cursor, z.int().min(1));
      if (!before.ok) return before;
      const rows = await versionList(store.read, params.uuid, { limit, offset, before: before.value });
      const last = rows.at(-1);
      const nextCursor = last === undefined || rows.length < limit ? null : writeCursor(last.version);
      const versions = rows.map(showSummary);
      return { status: 200, body: { count: versions.length, versions, nextCursor } };
    },
    async targetStateVersion({ who, params: { uuid, version } }) {
      const agent = await ownAgent(store.read, who.tenantId, uuid);
      if (!agent.ok) return agent;
      const target = await targets.numbered(uuid, version);
      if (target === null) return { failure: failure('TARGET_VERSION_NOT_FOUND', { version }) };
      return { status: 200, body: showVersion(uuid, target) };
    },
    async targetStateDifference({ who, params: { uuid }, query }) {
      const agent = await ownAgent(store.read, who.tenantId, uuid);
      if (!agent.ok) return agent;
      const newest = await targets.newest(uuid);
      const from = await sideOf(uuid, query.from ?? newest?.liveVersion ?? null);
      if (!from.ok) return from;
      const to = await sideOf(uuid, query.to ?? newest?.version ?? null);
      if (!to.ok) return to;
      const nothing = { apps: {}, config: {} };
      const differences = difference(from.value?.document ?? nothing, to.value?.document ?? nothing);
      const names = { from: from.value?.name ?? null, to: to.value?.name ?? null };
      return { status: 200, body: { ...names, differences } };
    },
    async restoreTargetState(call) {
      const { params, query } = call;
      const written = await writeFor(call, deps, async (before, by, trx) => {
        const old = await versionNumbered(trx, params.uuid, params.version);
        if (old === null) return fail(failure('TARGET_VERSION_NOT_FOUND', { version: params.version }));
        return ok(nextVersion(before, { document: old, change: 'restored', held: query.hold, ...by }));
      });
      return written.ok ? showWritten(params.uuid, written.value) : written;
    },
  };
}
