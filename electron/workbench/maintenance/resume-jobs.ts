import type { Logger } from 'pino';
import { failure } from '#shared/errors/failure.ts';
import type { AddressBook } from '../gateways/address-book.ts';
import type { GatewaySessions } from '../gateways/gateway-sessions.ts';
import type { JobRecord } from './job-record.ts';
import type { JobStore } from './job-store.ts';
import { pause } from './pause.ts';
import { afterAcceptance, planOf, type Step } from './plan.ts';
import type { Runner } from './runner.ts';
import { doingIn, effectSentence } from './sentences.ts';

const lookEveryMs = 300;

/**
 * Jobs that were open when the workbench ended. Those that the gateway had accepted are followed to their end as soon as
 * somebody is logged in there; all others are closed as interrupted, with what that means for the gateway.
 */
export async function resumeJobs(deps: {
  store: JobStore;
  book: AddressBook;
  sessions: GatewaySessions;
  runner: Runner;
  now: () => number;
  log: Logger;
  signal: AbortSignal;
}): Promise<void> {
  for (const record of deps.store.open()) {
    const steps = stepsLeft(record);
    const known = deps.book.find(record.job.gatewayId) !== undefined;
    if (steps === null || !known) await closeInterrupted(record, deps.store, deps.now());
    else void follow(record, steps, deps);
  }
}

/** Null when nothing can be followed. */
function stepsLeft({ job, inner }: JobRecord): readonly Step[] | null {
  if (inner.gatewayJobId === null) return null;
  // Staged but not rebooted: the image waits on the gateway; a reboot is nobody's wish after a restart of the workbench.
  if (job.kind === 'firmware' && job.phase === 'accepted') return null;
  const left = afterAcceptance(planOf({ kind: job.kind, backupFirst: false, jobs: true }));
  return left.filter((step) => step !== 'reboot');
}

async function follow(
  record: JobRecord,
  steps: readonly Step[],
  deps: Parameters<typeof resumeJobs>[0],
): Promise<void> {
  const session = () => deps.sessions.find(record.job.gatewayId);
  while (session()?.connection().state !== 'connected') {
    await pause(lookEveryMs, deps.signal);
    if (deps.signal.aborted) return;
  }
  deps.log.info({ job: record.job.id }, 'an open job is taken up again');
  const { job, inner } = record;
  const log = [...job.log, { at: deps.now(), message: 'the workbench was started again' }];
  deps.runner.run(
    { ...record, job: { ...job, log, cancellable: false }, inner },
    { steps, file: null, extensions: ['jobs'], allowDowngrade: false, release: async () => {} },
  );
}

async function closeInterrupted(record: JobRecord, store: JobStore, endedAt: number): Promise<void> {
  const { job } = record;
  const doing = doingIn(job.kind, job.phase);
  const said = failure('JOB_WORKBENCH_STOPPED', { doing, effect: effectSentence(job) });
  const end = { state: 'done', outcome: 'interrupted', endedAt, transfer: null, cancellable: false } as const;
  await store.save({ ...record, job: { ...job, ...end, failure: said, summary: said.message } });
}
