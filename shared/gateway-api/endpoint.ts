import type { z } from 'zod';

/**
 * Who may call. `administrator` includes a session; contract §1: without one 403 `Forbidden`, or 401 for `/session`.
 * The others belong to the management API (contract §4): an API key with that permission or more, or a session; `system:write`
 * wants an administrator's. Without: 401, too weak: 403, both `{success: false, error}`.
 */
export type Access = 'none' | 'session' | 'administrator' | 'system:read' | 'system:write' | 'any-key';

export type Source = 'system-api' | 'management-api' | 'extension';

export interface Answer {
  description: string;
  contentType:
    | 'application/json'
    | 'application/octet-stream'
    | 'application/x-ndjson'
    | 'application/zip'
    | 'text/event-stream'
    | 'text/html'
    | 'text/plain';
  /** Only for JSON answers. */
  schema?: z.ZodType;
  headers?: Readonly<Record<string, string>>;
}

/** multipart/form-data with files under any field name (contract §2); with `?upload=<id>` a finished tus upload instead. */
export interface Multipart {
  maxFiles: number;
}

/** One row of the contract: what the server registers, the client calls, OpenAPI shows and the tests walk. */
export interface Endpoint {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH' | 'HEAD' | 'OPTIONS';
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
