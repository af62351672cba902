import type { ErrorCode } from '#shared/errors/error-table.ts';
import { errorTable } from '#shared/errors/error-table.ts';
import type { Failure, FailureContext } from '#shared/errors/failure.ts';

/**
 * A failure that arises in the screens themselves. Same table as everywhere; built here without the schema
 * library, which would otherwise sit in the entry chunk.
 */
export function localFailure(code: ErrorCode, context: FailureContext = {}, detail?: string): Failure {
  const message = errorTable[code].sentence.replace(/\{(\w+)\}/g, (placeholder, name: string) =>
    name in context ? String(context[name]) : placeholder,
  );
  return detail === undefined ? { code, message, context } : { code, message, context, detail };
}

export const canRetry = (failure: Failure): boolean => errorTable[failure.code]?.retryable ?? false;

const looksLikeFailure = (value: unknown): value is Failure =>
  typeof value === 'object' && value !== null && 'code' in value && 'message' in value && 'context' in value;

/** What a query or mutation ended with, as a failure: an unexpected exception becomes WORKBENCH_INTERNAL. */
export function toFailure(thrown: unknown): Failure {
  if (looksLikeFailure(thrown)) return thrown;
  return localFailure('WORKBENCH_INTERNAL', {}, thrown instanceof Error ? thrown.message : String(thrown));
}
