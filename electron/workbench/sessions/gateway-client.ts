import { type Failure, failure } from '#shared/errors/failure.ts';
import { errorCodeHeader } from '#shared/gateway-api/answers.ts';
import type { GatewayCall } from '#shared/gateway-api/contract.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type AnswerOf, type CallOptions, readAnswer, requestFor } from './contract-request.ts';
import type { GatewayHttp, HttpAnswer, HttpRequest } from './gateway-http.ts';
import { type Credential, logIn } from './login.ts';
import { networkCode, networkReason } from './network-failure.ts';
import { certificateRefusedCode } from './pinned-agent.ts';

/** A request whose body can be made again: a stream that was sent to an expired session is spent. */
export interface RepeatableRequest extends Omit<HttpRequest, 'body'> {
  body?: () => unknown;
  /** For "The connection broke while …"; without it a network error is GATEWAY_UNREACHABLE. */
  doing?: string;
}

/** One gateway's calls, logged in again by itself when the session has ended. */
export interface GatewayClient {
  /** Failures besides what the gateway says: GATEWAY_UNREACHABLE, LOGIN_*, GATEWAY_NOT_A_GATEWAY, CERTIFICATE_*. */
  call<N extends GatewayCall>(
    call: N,
    options?: CallOptions & { timeoutMs?: number; signal?: AbortSignal },
  ): Promise<Result<AnswerOf<N>>>;
  /** Any status comes back as a value; on 401 and 403 logged in again once, then repeated once. */
  send(request: RepeatableRequest): Promise<Result<HttpAnswer>>;
  /** As it is: no login. */
  sendOnce(request: RepeatableRequest): Promise<Result<HttpAnswer>>;
  /** Logs in now, whatever the cookie is worth. */
  logIn(): Promise<Result<null>>;
}

/** What refuses a call for other reasons than an ended session: logging in again would not help. */
const notAboutTheSession = ['ADMINISTRATOR_NEEDED', 'CROSS_SITE_REFUSED'];

export function createGatewayClient(deps: {
  http: GatewayHttp;
  about: () => { gateway: string; address: string; username: string };
  /** Null: nobody entered a password since the workbench started, and none is remembered. */
  credential: () => Credential | null;
  /** CERTIFICATE_NEW or CERTIFICATE_CHANGED when the last connection was refused for that. */
  certificateFailure: () => Failure | null;
  /** Hears every answer and every failure to get one. */
  observe: (seen: { answered: true } | { answered: false; failure: Failure }) => void;
}): GatewayClient {
  let loggingIn: Promise<Result<null>> | null = null;
  // Counts logins, so that calls which failed together lead to one login and not to one each.
  let logins = 0;

  function networkFailure(error: unknown, doing: string | undefined): Failure {
    const certificate = networkCode(error) === certificateRefusedCode ? deps.certificateFailure() : null;
    if (certificate !== null) return certificate;
    const { gateway, address } = deps.about();
    const why = networkReason(error);
    const detail = error instanceof Error ? error.message : String(error);
    if (doing !== undefined) return failure('GATEWAY_CONNECTION_LOST', { gateway, doing }, detail);
    return failure('GATEWAY_UNREACHABLE', { gateway, address, why }, detail);
  }

  async function attempt<T>(work: () => Promise<T>, doing?: string): Promise<Result<T>> {
    try {
      const value = await work();
      deps.observe({ answered: true });
      return ok(value);
    } catch (error) {
      const failed = networkFailure(error, doing);
      deps.observe({ answered: false, failure: failed });
      return fail(failed);
    }
  }

  async function logInNow(): Promise<Result<null>> {
    const credential = deps.credential();
    const about = deps.about();
    if (credential === null) {
      return fail(failure('LOGIN_NEEDED', { username: about.username, gateway: about.gateway }));
    }
    const answered = await attempt(() => logIn(deps.http, credential, about));
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

  const sendOnce = ({ body, doing, ...request }: RepeatableRequest) =>
    attempt(() => deps.http.request({ ...request, ...(body && { body: body() }) }), doing);

  async function send(request: RepeatableRequest): Promise<Result<HttpAnswer>> {
    const loginsBefore = logins;
    const first = await sendOnce(request);
    if (!first.ok || !sessionHasEnded(first.value)) return first;
    if (logins === loginsBefore) {
      const loggedIn = await logInOnce();
      if (!loggedIn.ok) return loggedIn;
    }
    return sendOnce(request);
  }

  return {
    async call(call, { timeoutMs, signal, ...options } = {}) {
      const { body, ...request } = requestFor(call, options);
      const sent = await send({
        ...request,
        ...(body !== undefined && { body: () => body }),
        ...(timeoutMs !== undefined && { timeoutMs }),
        ...(signal && { signal }),
      });
      return sent.ok ? readAnswer(call, sent.value, deps.about().gateway) : sent;
    },
    send,
    sendOnce,
    logIn: logInOnce,
  };
}

function sessionHasEnded(answer: HttpAnswer): boolean {
  if (answer.status !== 401 && answer.status !== 403) return false;
  return !notAboutTheSession.includes(answer.headers[errorCodeHeader] ?? '');
}
