import { failure, isErrorCode } from '#shared/errors/failure.ts';
import type { GatewayJobEvent, GatewayJobPhase } from '#shared/gateway-api/jobs.ts';
import type { JobKind } from '#shared/maintenance/phases.ts';
import { type FollowedEnd, followGatewayJob } from './follow-gateway-job.ts';
import { done, type JobContext, type StepEnd } from './job-context.ts';
import { returnsWithinMs } from './step-restart.ts';

/** The gateway's phases that have a name of their own in ours. A restore's check is ours, after the login. */
const ourPhase: Readonly<Record<JobKind, Partial<Record<GatewayJobPhase, string>>>> = {
  backup: {},
  reboot: {},
  upgrade: {
    'stopping-drivers': 'stopping-drivers',
    installing: 'installing',
    restarting: 'restarting',
    verifying: 'verifying',
  },
  firmware: { installing: 'installing', verifying: 'verifying' },
  restore: { 'stopping-drivers': 'stopping-drivers', applying: 'applying', restarting: 'restarting' },
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
  });
  if (!followed.ok) return followed;
  return endOf(followed.value, context);
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
