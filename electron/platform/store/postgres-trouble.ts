import { DatabaseError } from 'pg';
import { failureError, failureOf } from '#platform/files/failure-error.ts';
import { failure } from '#shared/errors/failure.ts';

/**
 * Classes of SQLSTATE (PostgreSQL manual, appendix A) that speak of the server and not of the statement: connection
 * exception, insufficient resources, operator intervention, system error.
 */
const serverTrouble = ['08', '53', '57', '58'];

/** A character that PostgreSQL's text cannot hold: NUL. */
const notStorable = ['22021', '22P05'];

/** What a caller gets for `error`: an error that carries the expected failure behind it, or the error itself. */
export function explainPostgres(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof TypeError || failureOf(error) !== null) return error;
  const code = sqlState(error);
  if (code === null || serverTrouble.includes(code.slice(0, 2))) {
    return failureError(failure('DATABASE_UNAVAILABLE', {}, error.message));
  }
  return notStorable.includes(code) ? failureError(failure('TEXT_NOT_STORABLE')) : error;
}

/** Null when the server said nothing at all: the connection failed. */
const sqlState = (error: Error): string | null =>
  error instanceof DatabaseError ? (error.code ?? '') : null;
