import type { Kysely, Transaction } from 'kysely';
import type { Result } from '#shared/result.ts';

/**
 * A relational database, SQLite or PostgreSQL, behind one way of writing queries. Everything above this folder keeps to
 * what both understand: ids are text, times and counts integers (`bigint`), yes and no 1 and 0, documents JSON text.
 */
export interface Store<T> {
  readonly dialect: Dialect;
  /** For reading; never waits for a writer, sees what was committed. It takes no transaction. */
  readonly read: Kysely<T>;
  /**
   * One at a time, in order of arrival: all of it is on disk when this resolves, or nothing after a rejection. Rejects
   * with what `work` threw, or with an error that carries DATABASE_UNAVAILABLE (see `failureOf`); a connection lost
   * during the commit itself leaves open which of both it was. `work` may wait for its own statements only: a `write`
   * inside of it, waited for, never ends.
   */
  write<R>(work: (trx: Transaction<T>) => Promise<R>): Promise<R>;
  /**
   * Within a `write`: runs `then` when all of it is on disk, and resolves the write when that has ended; never when it is undone. It may
   * wait for no other write.
   */
  afterCommit(then: AfterCommit): void;
  /**
   * A whole copy of this moment as a SQLite file at `path`, old or new bytes whole; nobody waits for it. On PostgreSQL it
   * fails with FLEET_BACKUP_WITH_PG_DUMP.
   */
  backup(path: string): Promise<Result<null>>;
  /** Lets the writes that were asked for end, then lets go of the database. */
  close(): Promise<void>;
}

/** A promise is waited for; whether it succeeds is its own business, as the write is done. */
export type AfterCommit = () => unknown;

export type Dialect = 'sqlite' | 'postgres';

export type Place = { kind: 'sqlite'; path: string } | { kind: 'postgres'; url: string };
