import { failure } from '#shared/errors/failure.ts';
import { capabilitiesSchema } from '#shared/gateway-api/extensions.ts';
import { managementErrorSchema } from '#shared/gateway-api/management-answers.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { requestFor } from '../sessions/contract-request.ts';
import { createGatewayHttp } from '../sessions/gateway-http.ts';
import { networkReason } from '../sessions/network-failure.ts';
import { addressesToTry } from './address.ts';

const probeTimeoutMs = 4_000;

/**
 * The one address that the typed text means. With a scheme it is taken as it is, answered or not; without one the
 * candidates are asked what they are, without login or cookie: the first that says it is a gateway wins, else the first
 * that answers at all. Of the management API the address is what goes before `/api/v1`. Failures: ADDRESS_INVALID, GATEWAY_UNREACHABLE when none answers.
 */
export async function resolveAddress(
  typed: string,
  api: 'system' | 'management' = 'system',
): Promise<Result<string>> {
  const candidates = addressesToTry(api === 'management' ? withoutApiPath(typed) : typed);
  if (!candidates.ok) return candidates;
  const [only, ...others] = candidates.value;
  if (only !== undefined && others.length === 0) return ok(only);
  let answering: string | null = null;
  const reasons: string[] = [];
  for (const address of candidates.value) {
    const asked = await ask(address, api);
    if (asked.kind === 'gateway') return ok(address);
    if (asked.kind === 'something') answering ??= address;
    else reasons.push(`${asked.why} (${new URL(address).protocol.slice(0, -1)})`);
  }
  if (answering !== null) return ok(answering);
  const context = {
    gateway: typed.trim(),
    address: candidates.value.join(' or '),
    why: reasons.join(', '),
  };
  return fail(failure('GATEWAY_UNREACHABLE', context));
}

type Asked = { kind: 'gateway' } | { kind: 'something' } | { kind: 'silence'; why: string };

/** Documentations write addresses down to `/api/v1`, which the calls themselves begin with. */
const withoutApiPath = (typed: string): string => typed.trim().replace(/\/api\/v1\/?$/i, '');

async function ask(address: string, api: 'system' | 'management'): Promise<Asked> {
  // Nothing secret is sent, so any certificate will do here; the session judges it before the login.
  const http = createGatewayHttp({ address, judge: () => 'accept' });
  try {
    const call = api === 'system' ? 'capabilities' : 'resources';
    const answer = await http.request({ ...requestFor(call), timeoutMs: probeTimeoutMs });
    const said: unknown = JSON.parse(answer.text);
    const isGateway =
      api === 'system'
        ? answer.status === 200 && capabilitiesSchema.safeParse(said).success
        : answer.status === 401 && managementErrorSchema.safeParse(said).success;
    return { kind: isGateway ? 'gateway' : 'something' };
  } catch (error) {
    return error instanceof SyntaxError
      ? { kind: 'something' }
      : { kind: 'silence', why: networkReason(error) };
  } finally {
    http.close();
  }
}
