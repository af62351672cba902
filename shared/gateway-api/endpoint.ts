import type { z } from 'zod';

/** Who may call. `administrator` includes a session; contract §1: without one 403 `Forbidden`, or 401 for `/session`. */
export type Access = 'none' | 'session' | 'administrator';

export type Source = 'system-api' | 'extension';

export interface Answer {
  description: string;
  contentType: 'application/json' | 'text/plain' | 'text/html' | 'application/zip' | 'text/event-stream';
  /** Only for JSON answers. */
  schema?: z.ZodType;
  headers?: Readonly<Record<string, string>>;
}

/** multipart/form-data with files under any field name (contract §2). */
export interface Multipart {
  maxFiles: number;
}

/** One row of the contract: what the server registers, the client calls, OpenAPI shows and the tests walk. */
export interface Endpoint {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Fastify notation: `/system/snapshot/:name`. */
  path: string;
  access: Access;
  source: Source;
  summary: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  multipart?: Multipart;
  answers: Readonly<Record<number, Answer>>;
}
