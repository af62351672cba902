import { failureError } from '#platform/files/failure-error.ts';
import { failure } from '#shared/errors/failure.ts';

/** PostgreSQL keeps no NUL in a text, so neither do we. Throws an error that carries REQUEST_INVALID. */
export function refuseNul(parameters: readonly unknown[]): void {
  for (const value of parameters) {
    if (typeof value === 'string' && value.includes('\0')) {
      throw failureError(failure('REQUEST_INVALID', { what: 'a text in it holds the character NUL' }));
    }
  }
}
