import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { type Failure, failure, isErrorCode } from '#shared/errors/failure.ts';
import { errorCodeHeader } from '#shared/gateway-api/answers.ts';
import { type GatewayCall, gatewayApi } from '#shared/gateway-api/contract.ts';
import type { Endpoint } from '#shared/gateway-api/endpoint.ts';
import { type PeersModule, peersApi } from '#shared/gateway-api/peers-api.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { passwordDigest } from '../accounts/first-account.ts';

type AnswerOf<N extends GatewayCall> = (typeof gatewayApi)[N]['answers'][200] extends {
  schema: infer S extends z.ZodType;
}
  ? z.output<S>
  : string;

interface AskOptions {
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
  body?: object;
}

/**
 * The gateway's own API for the one who sits at the console: the same calls with the same access, limits, lock-out and activity
 * as over the network, only that no network is between. Failures are what the API answers.
 */
export interface ConsoleApi {
  logIn(username: string, password: string): Promise<Result<null>>;
  logOut(): Promise<void>;
  ask<N extends GatewayCall>(call: N, options?: AskOptions): Promise<Result<AnswerOf<N>>>;
  /** A method of the dispatcher; its result as it is. */
  peers(module: PeersModule, method: string, args: object): Promise<Result<unknown>>;
}

export function createConsoleApi(deps: {
  app: Pick<FastifyInstance, 'inject'>;
  /** As the activity log and the lock-out know this console. */
  remoteAddress: string;
}): ConsoleApi {
  const { app, remoteAddress } = deps;
  let cookie = '';

  async function send(method: Endpoint['method'], path: string, options: AskOptions) {
    const answer = await app.inject({
      method,
      url: path,
      remoteAddress,
      headers: { cookie },
      ...(options.query !== undefined && { query: { ...options.query } }),
      ...(options.body !== undefined && { payload: options.body }),
    });
    if (answer.statusCode === 200) return ok(answer);
    return fail(failureOf(answer.body, answer.headers[errorCodeHeader]));
  }

  async function ask<N extends GatewayCall>(call: N, options: AskOptions = {}): Promise<Result<AnswerOf<N>>> {
    const row: Endpoint = gatewayApi[call];
    const path = row.path.replace(/:(\w+)/g, (_match, name: string) =>
      encodeURIComponent(options.params?.[name] ?? ''),
    );
    const answer = await send(row.method, path, options);
    if (!answer.ok) return answer;
    // What our own server answers by the same row.
    return ok(
      (row.answers[200]?.schema === undefined ? answer.value.body : answer.value.json()) as AnswerOf<N>,
    );
  }

  return {
    async logIn(username, password) {
      const row = gatewayApi.login;
      const answer = await send(row.method, row.path, {
        body: { username, password: passwordDigest(password) },
      });
      if (!answer.ok) return answer;
      cookie = String(answer.value.headers['set-cookie'] ?? '').split(';')[0] ?? '';
      return ok(null);
    },
    async logOut() {
      if (cookie !== '') await ask('logout');
      cookie = '';
    },
    ask,
    async peers(module, method, args) {
      if (!Object.hasOwn(peersApi[module], method)) throw new Error(`no method ${module}/${method}`);
      const answer = await send('POST', `/peers/supervision/${module}/${method}`, { body: args });
      return answer.ok ? ok(answer.value.body === '' ? null : answer.value.json()) : answer;
    },
  };
}

function failureOf(body: string, code: unknown): Failure {
  const known = typeof code === 'string' && isErrorCode(code) ? code : 'GATEWAY_INTERNAL';
  return { ...failure(known), message: sentenceOf(body) };
}

/** `{err}` or `{error}`, or the text. */
function sentenceOf(body: string): string {
  try {
    const { err, error } = JSON.parse(body) as { err?: unknown; error?: unknown };
    return String(err ?? error ?? body);
  } catch {
    return body;
  }
}
