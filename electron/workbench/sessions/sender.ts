import { failureOf } from '#platform/files/failure-error.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import {
  type GatewayHttp,
  type HttpAnswer,
  type HttpRequest,
  isTooLarge,
  maxTextBytes,
} from './gateway-http.ts';
import { networkCode, networkReason } from './network-failure.ts';
import { certificateRefusedCode } from './pinned-agent.ts';
import { createRatePause } from './rate-pause.ts';

/** A request whose body can be made again: a stream that was sent to an expired session is spent. */
export interface RepeatableRequest extends Omit<HttpRequest, 'body'> {
  body?: () => unknown;
  /** For "The connection broke while …"; without it a network error is GATEWAY_UNREACHABLE. */
  doing?: string;
}

/** Hears every answer and every failure to get one. */
export type Observe = (seen: { answered: true } | { answered: false; failure: Failure }) => void;

/** Sends single requests and turns what the network says into failures. */
export interface Sender {
  /** Any status is a value. Failures: GATEWAY_UNREACHABLE, GATEWAY_CONNECTION_LOST, CERTIFICATE_*, RATE_LIMITED, ANSWER_TOO_LARGE. */
  send(request: RepeatableRequest): Promise<Result<HttpAnswer>>;
  /** The same for work that makes its own requests. */
  attempt<T>(
    work: () => Promise<T>,
    about?: { doing?: string | undefined; path?: string },
  ): Promise<Result<T>>;
}

export function createSender(deps: {
  http: GatewayHttp;
  about: () => { gateway: string; address: string };
  /** CERTIFICATE_NEW or CERTIFICATE_CHANGED when the last connection was refused for that. */
  certificateFailure: () => Failure | null;
  observe: Observe;
  now: () => number;
}): Sender {
  const pause = createRatePause(deps.now);

  function networkFailure(error: unknown, doing: string | undefined): Failure {
    // The serial way says by itself what is wrong with the cable.
    const known = failureOf(error);
    if (known !== null) return known;
    const certificate = networkCode(error) === certificateRefusedCode ? deps.certificateFailure() : null;
    if (certificate !== null) return certificate;
    const { gateway, address } = deps.about();
    const detail = error instanceof Error ? error.message : String(error);
    if (doing !== undefined) return failure('GATEWAY_CONNECTION_LOST', { gateway, doing }, detail);
    return failure('GATEWAY_UNREACHABLE', { gateway, address, why: networkReason(error) }, detail);
  }

  async function attempt<T>(
    work: () => Promise<T>,
    about: { doing?: string | undefined; path?: string } = {},
  ): Promise<Result<T>> {
    try {
      const value = await work();
      deps.observe({ answered: true });
      return ok(value);
    } catch (error) {
      if (isTooLarge(error)) {
        deps.observe({ answered: true });
        const { gateway } = deps.about();
        const megabytes = maxTextBytes / 1024 / 1024;
        return fail(failure('ANSWER_TOO_LARGE', { gateway, megabytes, call: about.path ?? 'a call' }));
      }
      const failed = networkFailure(error, about.doing);
      // A file fills the cable: the gateway is there all the same.
      if (failed.code === 'LINK_BUSY') return fail(failed);
      deps.observe({ answered: false, failure: failed });
      return fail(failed);
    }
  }

  return {
    attempt,
    async send({ body, doing, ...request }) {
      const waiting = pause.failure();
      if (waiting !== null) return fail(waiting);
      const send = () => deps.http.request({ ...request, ...(body && { body: body() }) });
      const sent = await attempt(send, { doing, path: request.path });
      if (sent.ok) pause.hear(sent.value);
      return sent;
    },
  };
}
