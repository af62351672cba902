import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isCrossSite } from '#platform/http/cross-site.ts';
import { failure } from '#shared/errors/failure.ts';
import type { Endpoint } from '#shared/gateway-api/endpoint.ts';
import type { PeersMethod } from '#shared/gateway-api/peers-api.ts';
import { type PeersEndpoint, peersEndpoints } from '#shared/gateway-api/peers-endpoints.ts';
import { fail, type Result } from '#shared/result.ts';
import type { Call, Handler } from '../http/call.ts';
import { type RegisterOptions, registerCall } from '../http/register-calls.ts';
import type { PeersCall, PeersModules } from './peers-method.ts';
import { readArgs } from './read-args.ts';

type AnyMethod = (
  args: Record<string, unknown>,
  call: PeersCall,
) => Result<unknown> | Promise<Result<unknown>>;

const anything = { query: z.looseObject({}), body: z.unknown() };

/** Registers every method of the dispatcher, with GET and POST and with as many positions in the path as it has arguments. */
export function registerPeers(
  app: FastifyInstance,
  modules: Partial<PeersModules>,
  options: RegisterOptions,
): void {
  for (const endpoint of peersEndpoints()) {
    const methods = modules[endpoint.module] as Record<string, AnyMethod> | undefined;
    const run = methods?.[endpoint.name];
    if (run !== undefined) registerMethod(app, endpoint, run, options);
  }
}

function registerMethod(
  app: FastifyInstance,
  { method, get, post }: PeersEndpoint,
  run: AnyMethod,
  options: RegisterOptions,
): void {
  const handler = handlerOf(method, run);
  const positions = Object.keys(method.args.shape).length;
  for (const row of [get, post]) {
    for (let count = 0; count <= positions; count++) {
      const path = Array.from({ length: count }, (_, index) => `/:${index}`).join('');
      const params = z.record(z.string(), z.string());
      const endpoint: Endpoint = { ...row, ...anything, path: row.path + path, params: params as never };
      registerCall(app, endpoint, handler, options);
    }
  }
}

function handlerOf(method: PeersMethod, run: AnyMethod): Handler<Endpoint> {
  return async (given) => {
    const { params, query, body, headers, session, caller } = given as unknown as Call<Endpoint> & {
      params: Record<string, string>;
    };
    const result = await (async () => {
      // Some methods act with a mere session, and none is a page's business.
      if (isCrossSite(headers)) return fail(failure('CROSS_SITE_REFUSED'));
      const args = readArgs(method, { query, body, path: Object.values(params) });
      if (!args.ok) return args;
      if (session === null) throw new Error('the dispatcher was reached without a session');
      return run(args.value, { session, caller });
    })();
    return result.ok ? { status: 200, body: result.value as never } : { failure: result.failure };
  };
}
