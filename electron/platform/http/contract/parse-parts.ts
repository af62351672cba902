import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Row } from '#shared/contract/row.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { ParsedParts } from './reply.ts';

const parts = ['params', 'query', 'body'] as const;

/** Params, query and body as the row's schemas read them. REQUEST_INVALID when one does not fit. */
export function parseParts(row: Row, request: FastifyRequest): Result<ParsedParts<Row>> {
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
    if (!parsed.success) return fail(unusable(parsed.error, part));
    values[part] = parsed.data;
  }
  return ok(values as ParsedParts<Row>);
}

function unusable(error: z.ZodError, part: string): Failure {
  const issue = error.issues[0];
  const where = [part, ...(issue?.path ?? [])].map(String).join('.');
  return failure('REQUEST_INVALID', { what: `${where}: ${issue?.message ?? 'does not fit'}` });
}
