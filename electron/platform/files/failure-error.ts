import { type Failure, failureSchema } from '#shared/errors/failure.ts';

/** Carries an expected failure through code that can only throw, such as a stream; see {@link failureOf}. */
export const failureError = (failure: Failure): Error => new Error(failure.message, { cause: failure });

/** The failure that an error carries as its cause, or null for any other error. */
export function failureOf(error: unknown): Failure | null {
  if (!(error instanceof Error)) return null;
  const parsed = failureSchema.safeParse(error.cause);
  return parsed.success ? parsed.data : null;
}
