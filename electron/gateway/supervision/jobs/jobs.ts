import { EventEmitter } from 'node:events';
import type { Logger } from 'pino';
import { uuidV7 } from '#platform/ids/uuid-v7.ts';
import type { Failure } from '#shared/errors/failure.ts';
import type {
  GatewayJob,
  GatewayJobEvent,
  GatewayJobKind,
  GatewayJobOutcome,
  GatewayJobPhase,
} from '#shared/gateway-api/jobs.ts';
import type { SettledJob } from '../../launcher-protocol.ts';
import type { JobStore } from './job-store.ts';

export interface NewJob {
  kind: GatewayJobKind;
  username: string;
  file: GatewayJob['file'];
  from: string | null;
  to: string | null;
}

export interface JobEnd {
  outcome: GatewayJobOutcome;
  code: string | null;
  reason: string | null;
}

/** Jobs as rows that outlive the restart which they cause, and as events for whoever follows one. */
export interface Jobs {
  /** Writes the row with phase `accepted`. Throws when the disk is full: then nothing has begun. */
  begin(job: NewJob): GatewayJob;
  phase(id: string, phase: GatewayJobPhase): void;
  /** Like `phase`, inside the caller's transaction: throws when it cannot be written; call the result after the commit. */
  recordPhase(id: string, phase: GatewayJobPhase): () => void;
  log(id: string, level: 'info' | 'warn' | 'error', message: string): void;
  /** How far its download is, in bytes, for whoever looks at the job; kept in memory only. Null: it is over. */
  transferred(id: string, transfer: NonNullable<GatewayJob['transfer']> | null): void;
  /** Waits for the next boot and blocks nobody. */
  wait(id: string): void;
  /** What waited for this boot is under way: from now on it blocks others. */
  resume(id: string): void;
  end(id: string, end: JobEnd): void;
  fail(id: string, why: Failure): void;
  /** Takes an end that the launcher decided; unknown and ended jobs are left alone. */
  settle(end: SettledJob): void;
  get(id: string): GatewayJob | null;
  newest(): GatewayJob[];
  open(): GatewayJob[];
  events(id: string, after: number): GatewayJobEvent[];
  /** Calls `listener` for every further event of the job; returns how to stop. */
  follow(id: string, listener: (event: GatewayJobEvent) => void): () => void;
}

const shownJobs = 200;
const keptJobs = 1_000;

interface JobsOptions {
  store: JobStore;
  log: Logger;
  now: () => Date;
  /** Hears of every end, once. */
  onEnded?: (job: GatewayJob) => void;
}

export function createJobs({ store, log, now, onEnded }: JobsOptions): Jobs {
  const live = new EventEmitter().setMaxListeners(0);
  const publish = (id: string, event: GatewayJobEvent) => void live.emit(id, event);
  /** A job that runs goes on when its journal cannot be written (full disk); the next start closes the row. */
  const bestEffort = (id: string, write: () => void) => {
    try {
      write();
    } catch (error) {
      log.error({ error, jobId: id }, 'a step of a job could not be written down');
    }
  };
  const recordPhase = (id: string, phase: GatewayJobPhase) => {
    store.setPhase(id, phase);
    const event = store.addEvent(id, 'phase', { phase, at: now().toISOString() });
    return () => {
      log.info({ jobId: id, phase }, 'job phase');
      publish(id, event);
    };
  };
  /** Ends that the disk was too full to take: told until the next start, which closes the row as interrupted. */
  const unwritten = new Map<string, JobEnd & { at: string }>();
  const transfers = new Map<string, NonNullable<GatewayJob['transfer']>>();
  const withEnd = (row: GatewayJob): GatewayJob => {
    const transfer = transfers.get(row.id);
    const job = transfer === undefined ? row : { ...row, transfer };
    const { at: endedAt, ...ended } = unwritten.get(job.id) ?? { at: null };
    return endedAt === null ? job : { ...job, ...ended, state: 'done', endedAt };
  };
  const end = (id: string, ended: JobEnd) => {
    const { outcome, code, reason } = ended;
    const data = { outcome, ...(reason !== null && { reason }), ...(code !== null && { code }) };
    const at = now();
    transfers.delete(id);
    log.info({ jobId: id, outcome, code }, 'job ended');
    try {
      store.setEnd(id, { at, ...ended });
      publish(id, store.addEvent(id, 'done', data));
    } catch (error) {
      log.error({ error, jobId: id }, 'the end of a job could not be written down');
      unwritten.set(id, { ...ended, at: at.toISOString() });
      publish(id, { id: (store.events(id, 0).at(-1)?.id ?? 0) + 1, event: 'done', data });
    }
    const job = store.get(id);
    if (job !== null) onEnded?.(withEnd(job));
  };
  const addLog = (id: string, level: 'info' | 'warn' | 'error', message: string) =>
    bestEffort(id, () => publish(id, store.addEvent(id, 'log', { level, message, at: now().toISOString() })));
  return {
    begin(job) {
      const at = now();
      const row: GatewayJob = {
        ...job,
        id: uuidV7(at.getTime()),
        state: 'running',
        phase: 'accepted',
        createdAt: at.toISOString(),
        endedAt: null,
        outcome: null,
        reason: null,
        code: null,
      };
      store.insert(row);
      recordPhase(row.id, 'accepted')();
      bestEffort(row.id, () => store.prune(keptJobs));
      return row;
    },
    phase: (id, phase) => bestEffort(id, () => recordPhase(id, phase)()),
    recordPhase,
    log: addLog,
    transferred(id, transfer) {
      if (transfer === null) transfers.delete(id);
      else transfers.set(id, transfer);
    },
    wait: (id) => bestEffort(id, () => store.setState(id, 'waiting')),
    resume: (id) => bestEffort(id, () => store.setState(id, 'running')),
    end,
    fail: (id, why) => end(id, { outcome: 'failed', code: why.code, reason: why.message }),
    settle({ jobId, log: said = [], ...decided }) {
      const job = store.get(jobId);
      if (job === null || job.state === 'done') return;
      for (const { level, message } of said) addLog(jobId, level, message);
      end(jobId, decided);
    },
    get(id) {
      const job = store.get(id);
      return job === null ? null : withEnd(job);
    },
    newest: () => store.newest(shownJobs).map(withEnd),
    open: () => store.open().filter(({ id }) => !unwritten.has(id)),
    events: store.events,
    follow(id, listener) {
      live.on(id, listener);
      return () => void live.off(id, listener);
    },
  };
}
