import type { Kysely, Transaction } from 'kysely';
import { failureError } from '#platform/files/failure-error.ts';
import { failure } from '#shared/errors/failure.ts';

export interface WriteQueue<T> {
  afterCommit(then: () => void): void;
  write<R>(work: (trx: Transaction<T>) => Promise<R>): Promise<R>;
  /** Takes nothing more; resolves when all that was taken has ended. */
  end(): Promise<void>;
}

/** Runs each `work` in a transaction of its own on `db`, one after the other, in order of arrival. */
export function createWriteQueue<T>(db: Kysely<T>): WriteQueue<T> {
  let last: Promise<unknown> = Promise.resolve();
  let ended = false;
  let following: (() => void)[] | null = null;

  async function runOne<R>(work: (trx: Transaction<T>) => Promise<R>): Promise<R> {
    const mine: (() => void)[] = [];
    following = mine;
    try {
      const result = await db.transaction().execute(work);
      for (const then of mine) then();
      return result;
    } finally {
      following = null;
    }
  }

  return {
    afterCommit(then) {
      if (following === null) throw new Error('afterCommit belongs into a write');
      following.push(then);
    },
    async write(work) {
      if (ended) throw failureError(failure('DATABASE_UNAVAILABLE', {}, 'the database is closed'));
      const outcome = last.then(() => runOne(work));
      last = outcome.catch(() => undefined);
      return await outcome;
    },
    async end() {
      ended = true;
      await last;
    },
  };
}
