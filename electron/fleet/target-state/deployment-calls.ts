import { failure } from '#shared/errors/failure.ts';
import { fail, ok } from '#shared/result.ts';
import type { FleetHandlers } from '../http/call.ts';
import { isoTime, showWritten } from './show-target.ts';
import { versionNumbered } from './target-rows.ts';
import { cancelledVersion, deployedVersion, isSet } from './target-version.ts';
import { type TargetDeps, writeFor } from './write-for.ts';

/** What is held back, let go or dropped (wire §1.4). */
export function deploymentCalls(
  deps: TargetDeps,
): Pick<FleetHandlers, 'deployTargetState' | 'cancelDeployment'> {
  return {
    async deployTargetState(call) {
      const { who, params, body } = call;
      const deployedBy = body.deployedBy ?? who.name;
      let wasHeld = false;
      const written = await writeFor(call, deps, (before, { at }) => {
        if (!isSet(before)) return fail(failure('TARGET_STATE_MISSING'));
        wasHeld = before.held;
        return ok(before.held ? deployedVersion(before, { by: deployedBy, at }) : before);
      });
      if (!written.ok) return written;
      const { version, apps, lastDeployedAt } = written.value;
      return {
        status: 200,
        body: {
          status: 'ok',
          message: wasHeld ? `Version ${version} is live` : `Version ${version} was live already`,
          deviceUuid: params.uuid,
          version,
          deployedBy: written.value.deployedBy,
          deployedAt: isoTime(lastDeployedAt),
          appsCount: Object.keys(apps).length,
        },
      };
    },
    async cancelDeployment(call) {
      const agentUuid = call.params.uuid;
      const written = await writeFor(call, deps, async (before, by, trx) => {
        if (!isSet(before)) return fail(failure('TARGET_STATE_MISSING'));
        if (!before.held) return fail(failure('TARGET_STATE_NOT_HELD', { version: before.version }));
        const live =
          before.liveVersion === null ? null : await versionNumbered(trx, agentUuid, before.liveVersion);
        return ok(cancelledVersion(before, live, by));
      });
      return written.ok ? showWritten(agentUuid, written.value) : written;
    },
  };
}
