import type { Logger } from 'pino';
import type { Job } from '#shared/bridge/maintenance.ts';
import { failure } from '#shared/errors/failure.ts';
import type { AddressBook } from '../gateways/address-book.ts';
import type { GatewaySessions } from '../gateways/gateway-sessions.ts';
import { pause } from '../pause.ts';
import type { GatewaySession } from '../sessions/gateway-session.ts';
import type { JobRecord } from './job-record.ts';
import type { JobStore } from './job-store.ts';
import { afterAcceptance, planOf, type Step } from './plan.ts';
import type { Runner } from './runner.ts';
import { doingIn, effectSentence } from './sentences.ts';

const lookEveryMs = 300;
/** A gateway that was asked to reboot has gone by then. */
const rebootGraceMs = 3_000;

interface ResumeDeps {
  store: JobStore;
  book: AddressBook;
  sessions: GatewaySessions;
  runner: Runner;
  emit: (job: Job) => void;
  now: () => number;
  log: Logger;
  /** The workbench ends. */
  signal: AbortSignal;
}

/** Jobs that wait for a login to be followed. */
export interface ResumedJobs {
  /** Closes a job that still waits, at the user's wish; null when it does not wait. */
  abandon(jobId: string): Promise<Job | null>;
}

/**
 * Jobs that were open when the workbench ended. Those that the gateway had accepted (an update of a box without jobs: was
 * asked for) are followed to their end as soon as
 * somebody is logged in there; all others are closed as interrupted, with what that means for the gateway.
 */
export async function resumeJobs(deps: ResumeDeps): Promise<ResumedJobs> {
  const waiting = new Map<string, JobRecord>();
  for (const record of deps.store.open()) {
    const steps = stepsLeft(record);
    if (steps === null || deps.book.find(record.job.gatewayId) === undefined) {
      await closeInterrupted(record, deps);
    } else {
      waiting.set(record.job.id, waitingRecord(record, deps.now()));
      void follow(record.job.id, steps, waiting, deps);
    }
  }
  for (const record of waiting.values()) deps.store.put(record);
  return {
    async abandon(jobId) {
      const record = waiting.get(jobId);
      if (record === undefined) return null;
      waiting.delete(jobId);
      return closeInterrupted(record, deps);
    },
  };
}

/** Null when nothing can be followed. */
function stepsLeft({ job, inner }: JobRecord): readonly Step[] | null {
  if (inner.gatewayJobId === null) {
    // A box without jobs of its own: the version that it runs, once it is back, tells what became of its update.
    const asked = job.kind === 'update' && !['', 'backup', 'fetching'].includes(job.phase);
    return asked ? afterAcceptance(planOf({ kind: job.kind, backupFirst: false, jobs: false })) : null;
  }
  // Staged but not rebooted: the image waits on the gateway; a reboot is nobody's wish after a restart of the workbench.
  if (job.kind === 'firmware' && job.phase === 'accepted') return null;
  const left = afterAcceptance(planOf({ kind: job.kind, backupFirst: false, jobs: true }));
  return left.filter((step) => step !== 'reboot');
}

function waitingRecord(record: JobRecord, at: number): JobRecord {
  const message = 'the workbench was started again; the job is followed as soon as somebody is logged in';
  const log = [...record.job.log, { at, message }];
  return { ...record, job: { ...record.job, log, cancellable: true, transfer: null } };
}

async function follow(
  jobId: string,
  steps: readonly Step[],
  waiting: Map<string, JobRecord>,
  deps: ResumeDeps,
): Promise<void> {
  const { runner, sessions, signal } = deps;
  for (;;) {
    const record = waiting.get(jobId);
    if (record === undefined || signal.aborted) return;
    const { gatewayId } = record.job;
    const session = sessions.find(gatewayId);
    if (session === undefined) {
      waiting.delete(jobId);
      await closeInterrupted(record, deps);
      return;
    }
    if (session.connection().state === 'connected' && runner.busyWith(gatewayId) === null) {
      if (await stillWaits(record, session, signal)) {
        if (!waiting.delete(jobId)) return;
        await closeInterrupted(record, deps, effectSentence({ ...record.job, phase: 'accepted' }));
        return;
      }
      waiting.delete(jobId);
      deps.log.info({ job: jobId }, 'an open job is taken up again');
      const job = { ...record.job, cancellable: false };
      const rest = {
        steps,
        file: null,
        snapshot: null,
        extensions: ['jobs'],
        allowDowngrade: false,
        resumed: true,
      };
      runner.run({ ...record, job }, { ...rest, release: async () => {} });
      return;
    }
    await pause(lookEveryMs, signal);
  }
}

/**
 * Whether firmware still waits on the gateway for a boot: the workbench was killed right before it asked for the reboot, and
 * nothing would ever come of the job.
 */
async function stillWaits(
  { job, inner }: JobRecord,
  session: GatewaySession,
  signal: AbortSignal,
): Promise<boolean> {
  const { gatewayJobId } = inner;
  if (job.kind !== 'firmware' || job.phase !== 'rebooting' || gatewayJobId === null) return false;
  const waits = async () => {
    const asked = await session.client.call('job', { params: { id: gatewayJobId } });
    return asked.ok && asked.value.state === 'waiting';
  };
  if (!(await waits())) return false;
  await pause(rebootGraceMs, signal);
  return !signal.aborted && (await waits());
}

async function closeInterrupted(
  { job, ...record }: JobRecord,
  deps: ResumeDeps,
  effect = effectSentence(job),
): Promise<Job> {
  const said = failure('JOB_WORKBENCH_STOPPED', { doing: doingIn(job.kind, job.phase), effect });
  const end = { state: 'done', outcome: 'interrupted', transfer: null, cancellable: false } as const;
  const closed = { ...job, ...end, endedAt: deps.now(), failure: said, summary: said.message };
  await deps.store.save({ ...record, job: closed });
  deps.emit(closed);
  return closed;
}
