import type { z } from 'zod';

/** What the rows of every API's contract table have in common. */

export interface Answer {
  description: string;
  contentType:
    | 'application/json'
    | 'application/octet-stream'
    | 'application/problem+json'
    | 'application/x-ndjson'
    | 'application/zip'
    | 'text/csv'
    | 'text/event-stream'
    | 'text/html'
    | 'text/plain';
  /** Only for JSON answers. */
  schema?: z.ZodType;
  headers?: Readonly<Record<string, string>>;
}

/** One call: what the server registers, the client calls, OpenAPI shows and the tests walk. */
export interface Row {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH' | 'HEAD' | 'OPTIONS';
  /** Fastify notation: `/system/snapshot/:name`. */
  path: string;
  summary: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  answers: Readonly<Record<number, Answer>>;
}

/** Keeps the schema's own type, so that handlers and clients know what each status carries. */
export const json = <S extends z.ZodType>(description: string, schema: S) =>
  ({ description, contentType: 'application/json', schema }) as const satisfies Answer;

export const text = (description: string) =>
  ({ description, contentType: 'text/plain' }) as const satisfies Answer;
