import { failure } from '#shared/errors/failure.ts';
import { fail, ok } from '#shared/result.ts';
import { ownAgent } from '../agents/own-agent.ts';
import type { FleetHandlers } from '../http/call.ts';
import { nothingSet, showVersion, showWritten, tagHeader } from './show-target.ts';
import { clearedVersion, isSet, nextVersion } from './target-version.ts';
import { type TargetDeps, writeFor } from './write-for.ts';

/** The target state for operators (wire §1.5). */
export function targetStateCalls(
  deps: TargetDeps,
): Pick<FleetHandlers, 'getTargetState' | 'createTargetState' | 'replaceTargetState' | 'clearTargetState'> {
  const { store, targets } = deps;
  return {
    async getTargetState({ who, params: { uuid } }) {
      const agent = await ownAgent(store.read, who.tenantId, uuid);
      if (!agent.ok) return agent;
      const target = await targets.newest(uuid);
      if (!isSet(target)) return { status: 200, body: nothingSet(uuid) };
      return { status: 200, headers: tagHeader(target), body: showVersion(uuid, target) };
    },
    async createTargetState(call) {
      const { params, query, body } = call;
      const written = await writeFor(call, deps, (before, by) =>
        isSet(before)
          ? fail(failure('TARGET_STATE_EXISTS', { version: before.version }))
          : ok(nextVersion(before, { document: body, change: 'created', held: query.hold, ...by })),
      );
      return written.ok ? showWritten(params.uuid, written.value) : written;
    },
    async replaceTargetState(call) {
      const { params, query, body } = call;
      const written = await writeFor(call, deps, (before, by) => {
        const change = isSet(before) ? 'replaced' : 'created';
        return ok(nextVersion(before, { document: body, change, held: query.hold, ...by }));
      });
      return written.ok ? showWritten(params.uuid, written.value) : written;
    },
    async clearTargetState(call) {
      const written = await writeFor(call, deps, (before, by) =>
        isSet(before) ? ok(clearedVersion(before, by)) : fail(failure('TARGET_STATE_MISSING')),
      );
      if (!written.ok) return written;
      const message = 'The target state is cleared; its history stays';
      return { status: 200, body: { status: 'ok', message, version: written.value.version } };
    },
  };
}
