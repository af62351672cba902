import type { Job } from '#shared/bridge/maintenance.ts';
import { failure } from '#shared/errors/failure.ts';
import type { JobKind } from '#shared/maintenance/phases.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type GatewayEntry, gatewayName } from '../gateways/address-book.ts';
import type { GatewaySession } from '../sessions/gateway-session.ts';
import { createJobContext } from './create-context.ts';
import type { JobFile } from './job-context.ts';
import { createJobHandle } from './job-handle.ts';
import type { JobRecord } from './job-record.ts';
import { type JobRequest, prepareJob } from './job-request.ts';
import { planOf, type Step } from './plan.ts';
import { runSteps } from './run-job.ts';
import type { RunnerDeps } from './runner-deps.ts';

/**
 * Runs jobs. Invariants:
 * - one job a gateway at a time, from before its preparation to after its end;
 * - a job's journal is on disk before anything is sent;
 * - a cancel is taken only in a phase that leaves the gateway unchanged, and reaches the socket;
 * - the end of the workbench is no cancel: the journal stays open and the next start takes it up.
 */
export interface Runner {
  start(request: JobRequest): Promise<Result<Job>>;
  /** Runs the given steps of a job whose journal is on disk already. */
  run(record: JobRecord, rest: RunRest): void;
  cancel(jobId: string): Result<Job>;
  busyWith(gatewayId: string): JobKind | null;
  /** Cuts the connections of running jobs without ending them. */
  stop(): void;
}

export interface RunRest {
  steps: readonly Step[];
  file: JobFile | null;
  snapshot: string | null;
  extensions: readonly string[];
  allowDowngrade: boolean;
  /** Taken up after the workbench was away. */
  resumed: boolean;
  /** Called when the job has ended. */
  release: () => Promise<void>;
}

export function createRunner(deps: RunnerDeps): Runner {
  const { store, book, sessions, files, bus, log, now } = deps;
  const busy = new Map<string, JobKind>();
  const running = new Map<string, AbortController>();
  const stopping = new AbortController();

  function find(gatewayId: string): { entry: GatewayEntry; session: GatewaySession } | null {
    const entry = book.find(gatewayId);
    const session = sessions.find(gatewayId);
    return entry === undefined || session === undefined ? null : { entry, session };
  }

  function run(record: JobRecord, rest: RunRest): void {
    const { id, gatewayId, kind } = record.job;
    const found = find(gatewayId);
    if (found === null) throw new Error(`job ${id} has no gateway`);
    busy.set(gatewayId, kind);
    const cancel = new AbortController();
    running.set(id, cancel);
    const handle = createJobHandle({
      record,
      store,
      emit: (job) => bus.emit('maintenance.changed', job),
      log,
      now,
    });
    const signal = AbortSignal.any([cancel.signal, stopping.signal]);
    const { context, close } = createJobContext({
      ...{ ...deps, ...found, handle, signal, ...rest },
      management: sessions.management(gatewayId)?.client ?? null,
    });
    const work = async () => {
      const end = await runSteps(rest.steps, context, log);
      close();
      // Free in the same tick in which the job is told to be done: who hears of it may start the next one.
      running.delete(id);
      busy.delete(gatewayId);
      if (!stopping.signal.aborted) {
        const progress = end.outcome === 'succeeded' ? 1 : handle.job().progress;
        const ended = { state: 'done', endedAt: now(), transfer: null, cancellable: false } as const;
        await handle.change({ ...end, ...ended, progress });
        tell(handle.job());
      }
      await rest.release();
    };
    work().catch((error: unknown) => log.error({ error, job: id }, 'the end of a job could not be kept'));
  }

  function tell(job: Job): void {
    log.info({ job: job.id, kind: job.kind, gateway: job.gatewayName, outcome: job.outcome }, 'job ended');
    if (!deps.settings.value().notifyWhenDone) return;
    deps.notifier?.notify({ title: job.gatewayName, body: job.summary ?? '' });
  }

  return {
    run,
    busyWith: (gatewayId) => busy.get(gatewayId) ?? null,
    async start(request) {
      const found = find(request.gatewayId);
      if (found === null) return fail(failure('GATEWAY_UNKNOWN'));
      const kind = busy.get(request.gatewayId);
      if (kind !== undefined) {
        return fail(failure('JOB_RUNNING', { gateway: gatewayName(found.entry), kind }));
      }
      // Taken before the first wait: two clicks are one job.
      busy.set(request.gatewayId, request.kind);
      let started = false;
      try {
        const management = sessions.management(request.gatewayId)?.client ?? null;
        const prepared = await prepareJob(request, { ...found, management, files, now });
        if (!prepared.ok) return prepared;
        const { record, file, extensions } = prepared.value;
        await store.save(record);
        const steps = planOf({
          kind: request.kind,
          backupFirst: request.backupFirst,
          jobs: extensions.includes('jobs'),
        });
        const release = request.fileToken === null ? async () => {} : files.hold(request.fileToken);
        const { allowDowngrade, snapshot } = request;
        run(record, { steps, file, snapshot, extensions, allowDowngrade, resumed: false, release });
        started = true;
        bus.emit('maintenance.changed', record.job);
        return ok(record.job);
      } finally {
        if (!started) busy.delete(request.gatewayId);
      }
    },
    cancel(jobId) {
      const record = store.find(jobId);
      if (record === undefined) return fail(failure('JOB_UNKNOWN'));
      const cancel = running.get(jobId);
      if (record.job.state === 'done' || cancel === undefined) return ok(record.job);
      if (!record.job.cancellable) return fail(failure('JOB_NOT_CANCELLABLE'));
      cancel.abort();
      return ok(record.job);
    },
    stop: () => stopping.abort(),
  };
}
