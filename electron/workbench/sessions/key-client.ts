import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { createCall, type GatewayClient } from './gateway-client.ts';
import type { HttpAnswer } from './gateway-http.ts';
import { credentialRefused } from './refused-credential.ts';
import type { Observe, RepeatableRequest, Sender } from './sender.ts';

/**
 * Calls with an API key (contract §4). A key cannot be made again: where it is refused, that is KEY_REFUSED; where none
 * was entered, KEY_NEEDED.
 */
export function createKeyClient(deps: {
  sender: Sender;
  /** Null: nobody entered one since the workbench started, and none is remembered. */
  key: () => string | null;
  gateway: () => string;
  /** Hears of a refused key, besides what the sender tells. */
  observe: Observe;
}): GatewayClient {
  const { sender, gateway } = deps;

  const sendOnce = (request: RepeatableRequest): Promise<Result<HttpAnswer>> => {
    const key = deps.key();
    const headers = { ...request.headers, ...(key !== null && { 'x-api-key': key }) };
    return sender.send({ ...request, headers });
  };

  async function send(request: RepeatableRequest): Promise<Result<HttpAnswer>> {
    if (deps.key() === null) return fail(failure('KEY_NEEDED', { gateway: gateway() }));
    const sent = await sendOnce(request);
    if (!sent.ok || !credentialRefused(request.path, sent.value)) return sent;
    const refused = failure('KEY_REFUSED', { gateway: gateway() }, sent.value.text.slice(0, 500));
    deps.observe({ answered: false, failure: refused });
    return fail(refused);
  }

  return {
    call: createCall(send, gateway),
    send,
    sendOnce,
    logIn: async () => (deps.key() === null ? fail(failure('KEY_NEEDED', { gateway: gateway() })) : ok(null)),
  };
}
