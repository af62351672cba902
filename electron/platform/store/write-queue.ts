import type { ControlledTransaction, Kysely, Transaction } from 'kysely';
import { failureError } from '#platform/files/failure-error.ts';
import { failure } from '#shared/errors/failure.ts';
import type { AfterCommit } from './store.ts';

export interface WriteQueue<T> {
  afterCommit(then: AfterCommit): void;
  write<R>(work: (trx: Transaction<T>) => Promise<R>): Promise<R>;
  /** Takes nothing more; resolves when all that was taken has ended. */
  end(): Promise<void>;
}

interface Job<T> {
  /** What is to be done when it is on disk. */
  afterwards: AfterCommit[];
  work(trx: Transaction<T>): Promise<unknown>;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** So that a crowd does not keep the first of it waiting for long. */
const mostInOneCommit = 50;

const savepoint = 'job';

/**
 * Runs each `work` alone, in order of arrival. Those that were waiting at the same time share one commit, because a commit
 * waits for the disk: each is kept or undone by itself within it, and none is told before the commit is on disk.
 */
export function createWriteQueue<T>(db: Kysely<T>): WriteQueue<T> {
  let waiting: Job<T>[] = [];
  let running: Promise<void> | null = null;
  let ended = false;
  let current: Job<T> | null = null;
  const enter: Entering<T> = (job) => {
    current = job;
  };

  async function runAll(): Promise<void> {
    while (waiting.length > 0) {
      const jobs = waiting.slice(0, mostInOneCommit);
      waiting = waiting.slice(mostInOneCommit);
      await runTogether(db, jobs, enter);
    }
    running = null;
  }

  return {
    afterCommit(then) {
      if (current === null) throw new Error('afterCommit belongs into a write');
      current.afterwards.push(then);
    },
    write<R>(work: (trx: Transaction<T>) => Promise<R>): Promise<R> {
      const outcome = new Promise<R>((resolve, reject) => {
        if (ended) throw failureError(failure('DATABASE_UNAVAILABLE', {}, 'the database is closed'));
        waiting.push({ work, afterwards: [], resolve: (result) => resolve(result as R), reject });
      });
      // Later in this turn, so that what is asked for together is found together.
      running ??= Promise.resolve().then(runAll);
      return outcome;
    },
    async end() {
      ended = true;
      await running;
    },
  };
}

/** Hears which job is at work; null: none. */
type Entering<T> = (job: Job<T> | null) => void;

async function runTogether<T>(db: Kysely<T>, jobs: readonly Job<T>[], enter: Entering<T>): Promise<void> {
  try {
    const answers = await inOneTransaction(db, jobs, enter);
    for (const answer of answers) answer();
  } catch (error) {
    for (const job of jobs) job.reject(error);
  }
}

async function inOneTransaction<T>(
  db: Kysely<T>,
  jobs: readonly Job<T>[],
  enter: Entering<T>,
): Promise<(() => void)[]> {
  const trx = await db.startTransaction().execute();
  try {
    const answers: (() => void)[] = [];
    for (const job of jobs) {
      enter(job);
      answers.push(await runOne(trx, job));
    }
    enter(null);
    await trx.commit().execute();
    return answers;
  } catch (error) {
    enter(null);
    // The first error tells more than that of a transaction which has ended already.
    await trx
      .rollback()
      .execute()
      .catch(() => undefined);
    throw error;
  }
}

/** Runs one job and says how to tell its outcome. Throws when the whole transaction is lost. */
async function runOne<T>(trx: ControlledTransaction<T>, job: Job<T>): Promise<() => void> {
  const part = await trx.savepoint(savepoint).execute();
  try {
    const result = await job.work(part);
    await part.releaseSavepoint(savepoint).execute();
    return () => void tell(job, result);
  } catch (error) {
    await undo(part, error);
    return () => job.reject(error);
  }
}

/** Those that came later do not wait for what is done after this commit. */
async function tell<T>(job: Job<T>, result: unknown): Promise<void> {
  const following = job.afterwards.map((then) => then()).filter((each) => each instanceof Promise);
  if (following.length > 0) await Promise.allSettled(following);
  job.resolve(result);
}

async function undo<T>(part: ControlledTransaction<T, [typeof savepoint]>, because: unknown): Promise<void> {
  try {
    const undone = await part.rollbackToSavepoint(savepoint).execute();
    await undone.releaseSavepoint(savepoint).execute();
  } catch {
    // A full disk or a lost connection took the transaction away: what failed first is what everybody has to hear.
    throw because;
  }
}
