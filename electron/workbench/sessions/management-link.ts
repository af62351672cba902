import type { Management } from '#shared/bridge/gateways.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { keyPermissionHeader } from '#shared/gateway-api/answers.ts';
import { managementApi } from '#shared/gateway-api/management-api.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { answerFailure, requestFor } from './contract-request.ts';
import { createCall, type GatewayClient } from './gateway-client.ts';
import type { HttpAnswer } from './gateway-http.ts';
import { parseJson } from './parse-json.ts';
import type { RepeatableRequest } from './sender.ts';

export type ManagementState = Pick<Management, 'may' | 'failure'>;

/** The management API of one box: its calls, and what they tell of the way there and of the key. */
export interface ManagementLink {
  client: GatewayClient;
  state(): ManagementState;
  /**
   * Asks for the resources once. Failures: GATEWAY_NOT_A_GATEWAY when there is no management API, else as of
   * {@link GatewayClient.call}.
   */
  look(signal?: AbortSignal): Promise<Result<null>>;
}

const lookTimeoutMs = 5_000;

export function createManagementLink(deps: {
  client: GatewayClient;
  /** How a look is sent: with a session once, because a box without this API may refuse it as if nobody were logged in. */
  lookBy: 'send' | 'sendOnce';
  about: () => { gateway: string; address: string };
  /** `may` or the kind of failure is another one than before. */
  onChange: () => void;
}): ManagementLink {
  const { client } = deps;
  let state: ManagementState = { may: 'unknown', failure: null };

  function become(next: ManagementState): void {
    const changed = next.may !== state.may || next.failure?.code !== state.failure?.code;
    state = next;
    if (changed) deps.onChange();
  }

  function hear(sent: Result<HttpAnswer>, signal: AbortSignal | undefined): void {
    if (signal?.aborted) return;
    if (!sent.ok) {
      become({ ...state, failure: sent.failure });
      return;
    }
    const may = sent.value.headers[keyPermissionHeader];
    become({ may: may === 'read' || may === 'write' ? may : state.may, failure: null });
  }

  const heard =
    (send: GatewayClient['send']): GatewayClient['send'] =>
    async (request: RepeatableRequest) => {
      const sent = await send(request);
      hear(sent, request.signal);
      return sent;
    };

  const send = heard(client.send);
  return {
    client: {
      ...client,
      send,
      sendOnce: heard(client.sendOnce),
      call: createCall(send, () => deps.about().gateway),
    },
    state: () => state,
    async look(signal) {
      const request = { ...requestFor('resources'), body: () => undefined, timeoutMs: lookTimeoutMs };
      const sent = await client[deps.lookBy]({ ...request, ...(signal && { signal }) });
      const read = sent.ok ? readLook(sent.value, deps.about()) : sent;
      if (signal?.aborted) return read;
      if (sent.ok) hear(sent, signal);
      if (!read.ok) become({ ...state, failure: read.failure });
      return read;
    },
  };
}

function readLook(answer: HttpAnswer, about: { gateway: string; address: string }): Result<null> {
  if (answer.status === 200 && looksLikeResources(parseJson(answer.text))) return ok(null);
  const { resources } = managementApi;
  if (answer.status === 403 && isRefusal(answer))
    return fail(failure('KEY_TOO_WEAK', { needed: 'system:read' }));
  const there = answer.status >= 500 || answer.status === 429 || isRefusal(answer);
  if (there) return fail(answerFailure(answer, about.gateway, resources));
  const said: Failure = failure('GATEWAY_NOT_A_GATEWAY', { address: about.address });
  return fail({ ...said, detail: `GET ${resources.path} was answered with ${answer.status}` });
}

/** Leniently: a box of another version may measure more or less. */
const looksLikeResources = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && 'cpu' in json && 'memory' in json;

/** The form of the management API's own refusals. */
function isRefusal({ status, text }: HttpAnswer): boolean {
  if (status !== 401 && status !== 403) return false;
  const json = parseJson(text);
  return typeof json === 'object' && json !== null && 'success' in json && json.success === false;
}
