import { type Failure, failure } from '#shared/errors/failure.ts';
import type { GatewayJob, GatewayJobPhase } from '#shared/gateway-api/jobs.ts';
import type { SettledJob } from '../../launcher-protocol.ts';
import type { Jobs } from './jobs.ts';

/** What a start does with a job that the last run left open. */
export type Closing =
  | { step: 'settle'; end: SettledJob }
  /** On probation; the launcher decides. */
  | { step: 'verify'; id: string }
  /** A restore is in the database or it is not: when this phase is, it was committed. */
  | { step: 'succeeded'; id: string }
  | { step: 'interrupted'; id: string; phase: GatewayJobPhase }
  | { step: 'leave'; id: string };

const doing: Record<GatewayJobPhase, string> = {
  accepted: 'checking the upload',
  snapshot: 'taking a snapshot',
  'stopping-drivers': 'stopping its drivers',
  installing: 'installing',
  applying: 'applying the backup',
  staged: 'staging the firmware',
  restarting: 'about to restart',
  verifying: 'verifying the new state',
};

/** What a job says that was cut off in this phase. */
export const interruptedIn = (phase: GatewayJobPhase): Failure =>
  failure('JOB_INTERRUPTED', { phase: doing[phase] });

/** Plans the end of each open job from what the launcher knows; pure. */
export function planClosing(
  open: readonly GatewayJob[],
  boot: { verifyingJobId: string | null; settled: readonly SettledJob[] },
): Closing[] {
  return open.map((job): Closing => {
    const end = boot.settled.find((settled) => settled.jobId === job.id);
    if (end !== undefined) return { step: 'settle', end };
    if (job.id === boot.verifyingJobId) return { step: 'verify', id: job.id };
    if (job.state === 'waiting') return { step: 'leave', id: job.id };
    const committed = job.kind === 'restore' && ['restarting', 'verifying'].includes(job.phase);
    if (committed) return { step: 'succeeded', id: job.id };
    return { step: 'interrupted', id: job.id, phase: job.phase };
  });
}

/**
 * Closes what the last run left open. Returns what has to wait until this start is proved: restores that succeed when
 * `ready` is reached.
 */
export function closeOpenJobs(
  jobs: Jobs,
  boot: { verifyingJobId: string | null; settled: readonly SettledJob[] },
): { succeedWhenReady: string[] } {
  const succeedWhenReady: string[] = [];
  for (const closing of planClosing(jobs.open(), boot)) {
    if (closing.step === 'settle') jobs.settle(closing.end);
    if (closing.step === 'verify') {
      // Firmware waited until this boot; whoever sees it wait would ask for another one.
      jobs.resume(closing.id);
      jobs.phase(closing.id, 'verifying');
    }
    if (closing.step === 'succeeded') {
      jobs.phase(closing.id, 'verifying');
      succeedWhenReady.push(closing.id);
    }
    if (closing.step === 'interrupted') {
      const why = interruptedIn(closing.phase);
      jobs.end(closing.id, { outcome: 'interrupted', code: why.code, reason: why.message });
    }
  }
  return { succeedWhenReady };
}
