import type { Job } from '#shared/bridge/maintenance.ts';
import { failure } from '#shared/errors/failure.ts';
import type { Capabilities } from '#shared/gateway-api/extensions.ts';
import type { JobKind } from '#shared/maintenance/phases.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { GatewayClient } from '../sessions/gateway-client.ts';
import type { GatewaySession } from '../sessions/gateway-session.ts';

/** What a job works with lies on the gateway: an update of its feed, a snapshot. */
type Remote = Pick<Job, 'from' | 'to' | 'file'>;

const nothing: Remote = { from: null, to: null, file: null };
/** The feed may be at the other end of the world. */
const feedTimeoutMs = 60_000;

/** Looks at it before the job begins. Failures: UPDATE_NONE, NOT_OFFERED, NOT_FOUND, and those of the calls. */
export async function readRemote(
  { kind, snapshot }: { kind: JobKind; snapshot: string | null },
  deps: {
    session: GatewaySession;
    management: GatewayClient | null;
    gateway: string;
    capabilities: Capabilities | null;
  },
): Promise<Result<Remote>> {
  const { gateway } = deps;
  if (kind === 'update' && deps.management !== null) {
    const checked = await deps.management.call('updates', { timeoutMs: feedTimeoutMs });
    if (!checked.ok) return checked;
    const { currentVersion, latestVersion, updateAvailable } = checked.value;
    if (!updateAvailable) return fail(failure('UPDATE_NONE', { gateway, version: currentVersion }));
    return ok({ from: currentVersion, to: latestVersion, file: null });
  }
  if (kind !== 'snapshot-restore') return ok(nothing);
  if (deps.capabilities?.extensions.includes('restore-snapshot') !== true) {
    const what = 'to restore its own snapshots; download one and restore that';
    return fail(failure('NOT_OFFERED', { gateway, what }));
  }
  const listed = await deps.session.client.call('snapshots');
  if (!listed.ok) return listed;
  const found = listed.value.snapshots.find(({ name }) => name === snapshot);
  if (found === undefined) return fail(failure('NOT_FOUND', { what: snapshot ?? 'the snapshot' }));
  const { name, bytes, sha256, revision } = found;
  return ok({ from: null, to: revision, file: { name, bytes, sha256 } });
}
