import type { CallInput } from '#shared/bridge/contract.ts';
import type { ScreenCall } from '#shared/bridge/gateway-calls.ts';
import type { QueryValue } from './call-types.ts';

interface LooseRequest {
  params?: Readonly<Record<string, unknown>>;
  query?: Readonly<Record<string, QueryValue | undefined>>;
  body?: unknown;
}

/** A call as the bridge takes it: the query as texts, without what is undefined. */
export function callInput(gatewayId: string, call: ScreenCall, request: object): CallInput<'gateway.call'> {
  const { params, query, body } = request as LooseRequest;
  return {
    gatewayId,
    call,
    ...(params ? { params: params as Record<string, string> } : {}),
    ...(query ? { query: asTexts(query) } : {}),
    ...(body === undefined ? {} : { body: body as CallInput<'gateway.call'>['body'] }),
  };
}

export const peersInput = (
  gatewayId: string,
  module: string,
  method: string,
  args: object,
): CallInput<'gateway.peers'> => ({
  gatewayId,
  module,
  method,
  args: args as CallInput<'gateway.peers'>['args'],
});

function asTexts(query: Readonly<Record<string, QueryValue | undefined>>): Record<string, string | string[]> {
  const texts: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    texts[name] = Array.isArray(value) ? value.map(String) : String(value);
  }
  return texts;
}
