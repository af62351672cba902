import { z } from 'zod';
import { type ErrorCode, errorTable } from './error-table.ts';

export type FailureContext = Record<string, string | number | boolean>;

/** An expected failure: a stable code, the sentence a person reads, and the facts behind it. */
export interface Failure {
  code: ErrorCode;
  message: string;
  context: FailureContext;
  /** What a lower layer said, for "details"; never shown as the message itself. */
  detail?: string | undefined;
}

const codes = Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]];

export const failureSchema = z.object({
  code: z.enum(codes),
  message: z.string(),
  context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  detail: z.string().optional(),
});

/** Fills the code's sentence with `context`; a placeholder without a value stays visible, so that a test finds it. */
export function failure(code: ErrorCode, context: FailureContext = {}, detail?: string): Failure {
  const message = errorTable[code].sentence.replace(/\{(\w+)\}/g, (placeholder, name: string) =>
    Object.hasOwn(context, name) ? String(context[name]) : placeholder,
  );
  return detail === undefined ? { code, message, context } : { code, message, context, detail };
}

/** Whether doing the same again can help without a person changing something first. */
export const isRetryable = (code: ErrorCode): boolean => errorTable[code].retryable;

export const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(errorTable, text);
