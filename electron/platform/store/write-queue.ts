import type { Kysely, Transaction } from 'kysely';
import { failureError } from '#platform/files/failure-error.ts';
import { failure } from '#shared/errors/failure.ts';

export interface WriteQueue<T> {
  write<R>(work: (trx: Transaction<T>) => Promise<R>): Promise<R>;
  /** Takes nothing more; resolves when all that was taken has ended. */
  end(): Promise<void>;
}

/** Runs each `work` in a transaction of its own on `db`, one after the other, in order of arrival. */
export function createWriteQueue<T>(db: Kysely<T>): WriteQueue<T> {
  let last: Promise<unknown> = Promise.resolve();
  let ended = false;
  return {
    async write(work) {
      if (ended) throw failureError(failure('DATABASE_UNAVAILABLE', {}, 'the database is closed'));
      const outcome = last.then(() => db.transaction().execute(work));
      last = outcome.catch(() => undefined);
      return await outcome;
    },
    async end() {
      ended = true;
      await last;
    },
  };
}
