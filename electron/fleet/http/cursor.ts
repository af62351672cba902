import type { z } from 'zod';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';

/** Where a page ended, as text that means nothing to whoever carries it. */
export const writeCursor = (place: unknown): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url');

/** The place in a cursor; null without one. CURSOR_INVALID. */
export function readCursor<T>(text: string | undefined, schema: z.ZodType<T>): Result<T | null> {
  if (text === undefined) return ok(null);
  try {
    const parsed = schema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    if (parsed.success) return ok(parsed.data);
  } catch {
    // Not JSON: not ours.
  }
  return fail(failure('CURSOR_INVALID'));
}
