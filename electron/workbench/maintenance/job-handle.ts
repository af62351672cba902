import type { Logger } from 'pino';
import type { Transfer } from '#platform/transfer/rate-meter.ts';
import type { Job } from '#shared/bridge/maintenance.ts';
import { type JobKind, type PhaseRow, phaseTable } from '#shared/maintenance/phases.ts';
import { overallProgress } from '#shared/maintenance/progress.ts';
import type { JobInner, JobRecord } from './job-record.ts';
import type { JobStore } from './job-store.ts';

/** The screens redraw at most this often while bytes move. */
const emitEveryMs = 150;
const keptLogLines = 200;

/** A running job as its executors see it: what they report here reaches journal, screens and the one bar. */
export interface JobHandle {
  job(): Job;
  inner(): JobInner;
  /** Enters a phase; one that lies behind is ignored, so that repeated events do not turn the job back. */
  enter(phase: string): Promise<void>;
  /** Part of the current phase, 0…1, and the bytes that move in it. */
  advance(fraction: number, transfer?: Transfer): void;
  note(message: string): void;
  /** Whether a cancel is taken now, beside what the phase says; the screens hear of it, the journal with the next change. */
  offerCancel(cancellable: boolean): void;
  /** Changes facts and waits until they are on disk. */
  change(job: Partial<Job>, inner?: Partial<JobInner>): Promise<void>;
}

export function createJobHandle(deps: {
  record: JobRecord;
  store: JobStore;
  emit: (job: Job) => void;
  log: Logger;
  now: () => number;
}): JobHandle {
  const { store, now } = deps;
  let record = deps.record;
  let emittedAt = 0;

  function set(change: Partial<Job>, inner: Partial<JobInner> = {}): void {
    record = { ...record, job: { ...record.job, ...change }, inner: { ...record.inner, ...inner } };
    store.put(record);
  }
  function emit(): void {
    emittedAt = now();
    deps.emit(record.job);
  }
  async function save(): Promise<void> {
    emit();
    await store.save(record);
  }
  const logged = (message: string) => [...record.job.log, { at: now(), message }].slice(-keptLogLines);

  return {
    job: () => record.job,
    inner: () => record.inner,
    async enter(phase) {
      const { job } = record;
      if (job.phases.indexOf(phase) <= job.phases.indexOf(job.phase) && job.phase !== '') return;
      const rows = rowsOf(job);
      const row = rows.find((entry) => entry.phase === phase);
      if (row === undefined) return;
      const progress = overallProgress(rows, phase, 0, job.progress);
      set({ phase, progress, transfer: null, cancellable: row.cancellable, log: logged(row.doing) });
      // A phase that cannot be noted (a full disk) is no reason to leave a gateway in the middle of its work.
      await save().catch((error: unknown) => deps.log.error({ error, job: job.id }, 'a phase was not kept'));
    },
    advance(fraction, transfer) {
      const { job } = record;
      set({
        progress: overallProgress(rowsOf(job), job.phase, fraction, job.progress),
        transfer: transfer ?? job.transfer,
      });
      if (now() - emittedAt >= emitEveryMs) emit();
    },
    note(message) {
      set({ log: logged(message) });
      emit();
    },
    offerCancel(cancellable) {
      set({ cancellable });
      emit();
    },
    async change(job, inner) {
      set(job, inner);
      await save();
    },
  };
}

/** Rows of the phases that this job goes through. */
export function rowsOf(job: Pick<Job, 'kind' | 'phases'>): readonly PhaseRow[] {
  const rows: readonly PhaseRow[] = phaseTable[job.kind satisfies JobKind];
  return rows.filter((row) => job.phases.includes(row.phase));
}
