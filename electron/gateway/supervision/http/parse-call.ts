import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { receiveUpload } from '#platform/http/receive-uploads.ts';
import type { ServerLimits } from '#platform/http/server-limits.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import type { Endpoint } from '#shared/gateway-api/endpoint.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Call } from './call.ts';

/** What a handler gets: params, query and body as the row's schemas read them. REQUEST_INVALID when one does not fit. */
export function parseCall(
  endpoint: Endpoint,
  request: FastifyRequest,
  limits: ServerLimits,
): Result<Call<Endpoint>> {
  const values: Record<'params' | 'query' | 'body', unknown> = {
    params: undefined,
    query: undefined,
    body: undefined,
  };
  const given = {
    params: request.params,
    query: request.query,
    body: request.body === undefined ? {} : request.body,
  };
  for (const part of ['params', 'query', 'body'] as const) {
    const schema: z.ZodType | undefined = endpoint[part];
    if (schema === undefined) continue;
    const parsed = schema.safeParse(given[part]);
    if (!parsed.success) return fail(unusable(parsed.error, part));
    values[part] = parsed.data;
  }
  const maxFiles = endpoint.multipart?.maxFiles;
  const { session, key } = request.access ?? { session: null, key: null };
  const call = {
    ...values,
    session,
    key,
    caller: { name: session?.username ?? key?.name ?? '', address: request.ip },
    headers: request.headers,
    address: request.ip,
    isGone: () => request.raw.socket.destroyed,
    receive:
      maxFiles === undefined
        ? undefined
        : (path: string) => receiveUpload(request, { path, maxFiles, limits }),
  };
  return ok(call as unknown as Call<Endpoint>);
}

function unusable(error: z.ZodError, part: string): Failure {
  const issue = error.issues[0];
  const where = [part, ...(issue?.path ?? [])].map(String).join('.');
  return failure('REQUEST_INVALID', { what: `${where}: ${issue?.message ?? 'does not fit'}` });
}
