import type { Failure } from './errors/failure.ts';

/** Outcome of something that is expected to fail at times: a value or a {@link Failure}. Bugs still throw. */
export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

export const fail = (failure: Failure): { ok: false; failure: Failure } => ({ ok: false, failure });
