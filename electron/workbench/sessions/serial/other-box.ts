import { createLinkAgent } from '#platform/link/link-agent.ts';
import type { LinkEndpoint } from '#platform/link/link-endpoint.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { requestFor } from '../contract-request.ts';
import { createGatewayHttp, type HttpAnswer } from '../gateway-http.ts';
import { capabilitiesIn } from '../read-identity.ts';

/** The box that an entry of the address book stands for. */
export interface ExpectedBox {
  id: string;
  /** What it is called in sentences. */
  gateway: string;
}

/** A request waits behind nothing on a new link; at 300 baud the answer takes as long. */
const answerTimeoutMs = 30_000;

/**
 * Asks who is at the other end of a new link, before anything else is said there. Null: the expected box, or one that does not tell.
 * Otherwise CABLE_OTHER_BOX, GATEWAY_ANSWER (it is not ready), LINK_GONE.
 */
export async function otherBox(
  endpoint: LinkEndpoint,
  line: string,
  { id, gateway }: ExpectedBox,
): Promise<Failure | null> {
  const http = createGatewayHttp({
    address: 'http://gateway.serial',
    judge: () => 'refuse',
    openAgent: () => createLinkAgent(() => endpoint),
  });
  let answer: HttpAnswer;
  try {
    answer = await http.request({
      ...requestFor('capabilities'),
      body: undefined,
      timeoutMs: answerTimeoutMs,
    });
  } catch (error) {
    return failure('LINK_GONE', { line, why: error instanceof Error ? error.message : String(error) });
  } finally {
    http.close();
  }
  const read = capabilitiesIn(answer, { gateway, address: line });
  if (!read.ok) return read.failure.code === 'GATEWAY_ANSWER' ? read.failure : null;
  const box = read.value;
  if (box?.id === undefined || box.id === id) return null;
  const other = box.name === gateway ? `another gateway with the name ${gateway}` : box.name;
  return failure('CABLE_OTHER_BOX', { line, gateway, other });
}
