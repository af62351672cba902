import { type Failure, failure } from '#shared/errors/failure.ts';
import { fail, type Result } from '#shared/result.ts';
import {
  type AnswerOf,
  type CallOptions,
  type ClientCall,
  readAnswer,
  requestFor,
} from './contract-request.ts';
import type { GatewayHttp, HttpAnswer } from './gateway-http.ts';
import { type Credential, logIn } from './login.ts';
import { credentialRefused } from './refused-credential.ts';
import { createSender, type Observe, type RepeatableRequest } from './sender.ts';

export type { RepeatableRequest } from './sender.ts';

/** One gateway's calls, logged in again by itself when the session has ended; or with an API key (`key-client.ts`). */
export interface GatewayClient {
  /** Failures besides what the gateway says: GATEWAY_UNREACHABLE, LOGIN_*, KEY_*, GATEWAY_NOT_A_GATEWAY, CERTIFICATE_*, RATE_LIMITED. */
  call<N extends ClientCall>(
    call: N,
    options?: CallOptions & { timeoutMs?: number; signal?: AbortSignal },
  ): Promise<Result<AnswerOf<N>>>;
  /** Any status comes back as a value; when the session has ended, logged in again once, then repeated once. */
  send(request: RepeatableRequest): Promise<Result<HttpAnswer>>;
  /** As it is: no login. */
  sendOnce(request: RepeatableRequest): Promise<Result<HttpAnswer>>;
  /** Logs in now, whatever the cookie is worth. */
  logIn(): Promise<Result<null>>;
}

export function createGatewayClient(deps: {
  http: GatewayHttp;
  about: () => { gateway: string; address: string; username: string };
  /** Null: nobody entered a password since the workbench started, and none is remembered. */
  credential: () => Credential | null;
  /** CERTIFICATE_NEW or CERTIFICATE_CHANGED when the last connection was refused for that. */
  certificateFailure: () => Failure | null;
  observe: Observe;
  now?: () => number;
}): GatewayClient {
  const sender = createSender({ ...deps, now: deps.now ?? Date.now });
  let loggingIn: Promise<Result<null>> | null = null;
  // Counts logins, so that calls which failed together lead to one login and not to one each.
  let logins = 0;

  async function logInNow(): Promise<Result<null>> {
    const credential = deps.credential();
    const about = deps.about();
    if (credential === null) {
      return fail(failure('LOGIN_NEEDED', { username: about.username, gateway: about.gateway }));
    }
    const answered = await sender.attempt(() => logIn(deps.http, credential, about));
    if (!answered.ok) return answered;
    if (answered.value.ok) logins += 1;
    else deps.observe({ answered: false, failure: answered.value.failure });
    return answered.value;
  }

  function logInOnce(): Promise<Result<null>> {
    loggingIn ??= logInNow().finally(() => {
      loggingIn = null;
    });
    return loggingIn;
  }

  async function send(request: RepeatableRequest): Promise<Result<HttpAnswer>> {
    const loginsBefore = logins;
    const first = await sender.send(request);
    if (!first.ok || !credentialRefused(request.path, first.value)) return first;
    if (logins === loginsBefore) {
      const loggedIn = await logInOnce();
      if (!loggedIn.ok) return loggedIn;
    }
    return sender.send(request);
  }

  return {
    call: createCall(send, () => deps.about().gateway),
    send,
    sendOnce: sender.send,
    logIn: logInOnce,
  };
}

/** Calls by the contract over `send`. */
export const createCall =
  (send: GatewayClient['send'], gateway: () => string): GatewayClient['call'] =>
  async (call, { timeoutMs, signal, ...options } = {}) => {
    const { body, ...request } = requestFor(call, options);
    const sent = await send({
      ...request,
      ...(body !== undefined && { body: () => body }),
      ...(timeoutMs !== undefined && { timeoutMs }),
      ...(signal && { signal }),
    });
    return sent.ok ? readAnswer(call, sent.value, gateway()) : sent;
  };
