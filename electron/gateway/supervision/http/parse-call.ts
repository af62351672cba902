import type { FastifyRequest } from 'fastify';
import { misfitFailure, parseParts } from '#platform/http/contract/parse-parts.ts';
import { receiveUpload } from '#platform/http/receive-uploads.ts';
import type { ServerLimits } from '#platform/http/server-limits.ts';
import type { Endpoint } from '#shared/gateway-api/endpoint.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Call } from './call.ts';

/** What a handler gets: params, query and body as the row's schemas read them. REQUEST_INVALID when one does not fit. */
export function parseCall(
  endpoint: Endpoint,
  request: FastifyRequest,
  limits: ServerLimits,
): Result<Call<Endpoint>> {
  const parts = parseParts(endpoint, request);
  if (!parts.ok) return fail(misfitFailure(parts.misfit));
  const maxFiles = endpoint.multipart?.maxFiles;
  const { session, key } = request.access ?? { session: null, key: null };
  const call = {
    ...parts.value,
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
