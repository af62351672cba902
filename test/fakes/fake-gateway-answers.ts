import { failure } from '#shared/errors/failure.ts';
import { gatewayApi } from '#shared/gateway-api/contract.ts';
import type { Endpoint } from '#shared/gateway-api/endpoint.ts';
import { type PeersMethod, peersApi } from '#shared/gateway-api/peers-api.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { FakeAnswer, FakeRequest, FakeState } from './fake-bridge-state.ts';
import type { FakeHandlers } from './fake-handlers.ts';

type Handlers = Pick<FakeHandlers, 'gateway.call' | 'gateway.peers' | 'gateway.inspect'>;

/** What the pretended gateways answer to the screens: from the state, held against the gateway's own contract. */
export function fakeGatewayAnswers(state: FakeState): Handlers {
  const gatewayOf = (id: string) => state.gateways.find((gateway) => gateway.id === id);

  function answer(
    gatewayId: string,
    what: string,
    known: FakeAnswer | undefined,
    request: FakeRequest,
  ): Result<unknown> {
    const gateway = gatewayOf(gatewayId);
    if (gateway === undefined) return fail(failure('GATEWAY_UNKNOWN'));
    if (known === undefined) return fail(failure('NOT_OFFERED', { gateway: gateway.label, what }));
    return known(request);
  }

  return {
    'gateway.call'({ gatewayId, call, params = {}, query = {}, body }) {
      const row: Endpoint = gatewayApi[call];
      row.params?.parse(params);
      row.query?.parse(query);
      const request = { params, query, body: row.body === undefined ? undefined : row.body.parse(body) };
      const answered = answer(gatewayId, call, state.gatewayCalls?.[call], request);
      if (!answered.ok) return answered;
      const schema = row.answers[200]?.schema;
      return ok(asJson(schema === undefined ? answered.value : schema.parse(answered.value)));
    },
    'gateway.peers'({ gatewayId, module, method, args }) {
      const modules: Record<string, Record<string, PeersMethod>> = peersApi;
      const row = modules[module]?.[method];
      if (row === undefined) return fail(failure('BRIDGE_BAD_INPUT', { what: `${module}/${method}` }));
      const request = { params: {}, query: {}, body: row.args.parse(args) };
      const answered = answer(gatewayId, method, state.peers?.[`${module}/${method}`], request);
      return answered.ok ? ok(asJson(row.result.parse(answered.value))) : answered;
    },
    'gateway.inspect'({ gatewayId }) {
      const inspection = state.inspection ?? null;
      return answer(gatewayId, 'inspect', inspection === null ? undefined : () => ok(inspection), {
        ...{ params: {}, query: {}, body: undefined },
      }) as ReturnType<Handlers['gateway.inspect']>;
    },
  };
}

/** As it would come over the wire. */
const asJson = (value: unknown) => JSON.parse(JSON.stringify(value ?? null));
