import { failure, isErrorCode } from '#shared/errors/failure.ts';
import type { GatewayJobEvent, GatewayJobPhase } from '#shared/gateway-api/jobs.ts';
import type { JobKind } from '#shared/maintenance/phases.ts';
import { type FollowedEnd, followGatewayJob } from './follow-gateway-job.ts';
import { done, type JobContext, type StepEnd } from './job-context.ts';
import { returnsWithinMs } from './step-restart.ts';
import { setWayOut } from './way-out.ts';

/** The gateway's phases that have a name of their own in ours. A restore's check is ours, after the login. */
type OurPhase = Partial<Record<GatewayJobPhase, string>>;
const upgradePhase: OurPhase = {
  'stopping-drivers': 'stopping-drivers',
  installing: 'installing',
  restarting: 'restarting',
  verifying: 'verifying',
};
const restorePhase: OurPhase = {
  'stopping-drivers': 'stopping-drivers',
  applying: 'applying',
  restarting: 'restarting',
};
const ourPhase: Readonly<Record<JobKind, OurPhase>> = {
  backup: {},
  reboot: {},
  'snapshot-download': {},
  upgrade: upgradePhase,
  update: upgradePhase,
  firmware: { installing: 'installing', verifying: 'verifying' },
  restore: restorePhase,
  'snapshot-restore': restorePhase,
};

/** Follows the gateway's job; its end is this job's end unless the world says otherwise afterwards (verify). */
export async function followStep(context: JobContext): Promise<StepEnd> {
  const { handle, session, about, signal, now } = context;
  const { gatewayJobId } = handle.inner();
  // A box that announces jobs but named none, or an account that the restore took away: verify has to do.
  if (gatewayJobId === null || context.facts.loginRefused) return done;
  const { kind } = handle.job();
  const followed = await followGatewayJob({
    client: session.client,
    jobId: gatewayJobId,
    gateway: about.gateway,
    patienceMs: returnsWithinMs,
    what: `the ${kind}`,
    now,
    signal,
    onEvent: (event) => onEvent(context, event),
    onSilence: (silent) => setWayOut(context, silent),
  });
  if (!followed.ok) {
    // It never came as far as a job, or another program answers there now.
    const unknown = kind === 'update' && followed.failure.context.status === 404;
    if (unknown) return { ok: false, failure: failure('UPDATE_UNCERTAIN', { gateway: about.gateway }) };
    return followed;
  }
  await adoptVersion(context, gatewayJobId);
  return endOf(followed.value, context);
}

/** What an image calls itself, the gateway's own installer may know better than the name of its file. */
async function adoptVersion({ handle, session, signal }: JobContext, gatewayJobId: string): Promise<void> {
  if (handle.job().kind !== 'firmware') return;
  const asked = await session.client.call('job', { params: { id: gatewayJobId }, signal });
  const to = asked.ok ? asked.value.to : null;
  if (to !== null && to !== handle.job().to) await handle.change({ to });
}

function onEvent({ handle }: JobContext, event: GatewayJobEvent): void {
  if (event.event === 'log') handle.note(event.data.message);
  if (event.event !== 'phase') return;
  const phase = ourPhase[handle.job().kind][event.data.phase];
  if (phase !== undefined) void handle.enter(phase);
  // Its snapshot comes between "accepted" and the drivers; it has no tick of its own.
  if (event.data.phase === 'snapshot') handle.advance(0.5);
}

function endOf({ outcome, reason, code }: FollowedEnd, { handle, about }: JobContext): StepEnd {
  if (outcome === 'succeeded') return done;
  const { kind } = handle.job();
  const { gateway } = about;
  const why = reason ?? 'it gave no reason';
  const known = code !== null && isErrorCode(code);
  const said = known
    ? { code, message: why, context: { gateway } }
    : failure('GATEWAY_JOB_FAILED', { gateway, kind, why });
  return { ok: false, failure: said, outcome: outcome === 'rolled-back' ? 'rolled-back' : 'failed' };
}
