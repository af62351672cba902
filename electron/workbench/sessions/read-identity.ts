import { type Failure, failure } from '#shared/errors/failure.ts';
import { type Capabilities, capabilitiesSchema } from '#shared/gateway-api/extensions.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { requestFor } from './contract-request.ts';
import type { GatewayClient } from './gateway-client.ts';
import type { HttpAnswer } from './gateway-http.ts';
import { parseJson } from './parse-json.ts';

const probeTimeoutMs = 4_000;

/**
 * What the gateway says it is, without a session; `null` for a plain box, which does not know the question. Failures:
 * the network's, GATEWAY_ANSWER (it is there but not ready), GATEWAY_NOT_A_GATEWAY.
 */
export async function readCapabilities(
  client: GatewayClient,
  about: { gateway: string; address: string },
  signal?: AbortSignal,
): Promise<Result<Capabilities | null>> {
  const request = requestFor('capabilities');
  const sent = await client.sendOnce({
    ...request,
    body: () => undefined,
    timeoutMs: probeTimeoutMs,
    ...(signal && { signal }),
  });
  if (!sent.ok) return sent;
  return capabilitiesIn(sent.value, about);
}

/** What an answer to the question says; failures: GATEWAY_ANSWER, GATEWAY_NOT_A_GATEWAY. */
export function capabilitiesIn(
  answer: HttpAnswer,
  about: { gateway: string; address: string },
): Result<Capabilities | null> {
  if (answer.status >= 500) return fail(notReady(answer, about.gateway));
  // 401, 403, 404 and redirects to a login page: a box that keeps unknown paths to itself.
  if (answer.status !== 200) return ok(null);
  const parsed = capabilitiesSchema.safeParse(parseJson(answer.text));
  if (parsed.success) return ok(parsed.data);
  const kind = answer.headers['content-type'] ?? 'something else';
  return fail(failure('GATEWAY_NOT_A_GATEWAY', { address: about.address }, `it answered with ${kind}`));
}

const notReady = (answer: HttpAnswer, gateway: string): Failure =>
  failure('GATEWAY_ANSWER', {
    gateway,
    status: answer.status,
    call: 'GET /system/capabilities',
    said: answer.text.slice(0, 200) || '(nothing)',
  });
