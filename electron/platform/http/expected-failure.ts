import { failureOf } from '#platform/files/failure-error.ts';
import { isDiskFull } from '#platform/files/file-error.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';

const sqliteFull = 13;

/** The expected failure behind something thrown: one that it carries, a full disk; null for a bug. */
export function expectedFailure(error: unknown, doing: string): Failure | null {
  const carried = failureOf(error);
  if (carried !== null) return carried;
  if (isDiskFull(error) || isDatabaseFull(error)) return failure('DISK_FULL', { doing }, String(error));
  return null;
}

const isDatabaseFull = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && error.errcode === sqliteFull;
