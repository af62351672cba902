import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Row } from '#shared/contract/row.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import type { ParsedParts } from './reply.ts';

const parts = ['params', 'query', 'body'] as const;

/** A part of a request that does not fit its schema. */
export interface Misfit {
  part: (typeof parts)[number];
  error: z.ZodError;
}

/** Params, query and body as the row's schemas read them; the first part that does not fit otherwise. */
export function parseParts(
  row: Row,
  request: FastifyRequest,
): { ok: true; value: ParsedParts<Row> } | { ok: false; misfit: Misfit } {
  const values: Record<(typeof parts)[number], unknown> = {
    params: undefined,
    query: undefined,
    body: undefined,
  };
  const given = {
    params: request.params,
    query: request.query,
    body: request.body === undefined ? {} : request.body,
  };
  for (const part of parts) {
    const schema: z.ZodType | undefined = row[part];
    if (schema === undefined) continue;
    const parsed = schema.safeParse(given[part]);
    if (!parsed.success) return { ok: false, misfit: { part, error: parsed.error } };
    values[part] = parsed.data;
  }
  return { ok: true, value: values as ParsedParts<Row> };
}

/** Each place that does not fit, e.g. `body.address`. */
export const misfitDetails = ({ part, error }: Misfit): { path: string; message: string }[] =>
  error.issues.map(({ path, message }) => ({ path: [part, ...path].map(String).join('.'), message }));

/** REQUEST_INVALID with the first of them. */
export function misfitFailure(misfit: Misfit): Failure {
  const [first] = misfitDetails(misfit);
  return failure('REQUEST_INVALID', { what: `${first?.path}: ${first?.message}` });
}
