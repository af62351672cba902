import type { z } from 'zod';
import type { ScreenCall } from '#shared/bridge/gateway-calls.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { gatewayApi } from '#shared/gateway-api/contract.ts';
import type { Endpoint } from '#shared/gateway-api/endpoint.ts';
import { type PeersMethod, peersApi } from '#shared/gateway-api/peers-api.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { BridgeHandlers } from '../bridge/host.ts';
import { type AddressBook, gatewayName } from '../gateways/address-book.ts';
import type { GatewaySessions } from '../gateways/gateway-sessions.ts';
import type { CallOptions } from '../sessions/contract-request.ts';
import type { GatewayClient } from '../sessions/gateway-client.ts';
import { readPeersAnswer } from './peers-answer.ts';

type Handlers = { [N in Extract<keyof BridgeHandlers, 'gateway.call' | 'gateway.peers'>]: BridgeHandlers[N] };

/** What takes longer than an ordinary answer: a feed on a slow line, a package of hundreds of megabytes, a large snapshot. */
const timeoutsMs: Partial<Record<ScreenCall, number>> = {
  updates: 60_000,
  updatesCheck: 60_000,
  updatesDownload: 30 * 60_000,
  licenseValidate: 60_000,
  snapshotCreate: 10 * 60_000,
  driverLogFile: 60_000,
};
const usualTimeoutMs = 20_000;
/** A driver reads back what it wrote, over a serial line if need be. */
const peersTimeoutMs = 30_000;

/** Rows of the gateway's contract and methods of its dispatcher, on behalf of the screens (`shared/bridge/gateway-calls.ts`). */
export function createGatewayCallHandlers(deps: { book: AddressBook; sessions: GatewaySessions }): Handlers {
  /** The client by which a box offers this API. Failures: GATEWAY_UNKNOWN, NOT_OFFERED. */
  function clientFor(gatewayId: string, api: 'system' | 'management') {
    const entry = deps.book.find(gatewayId);
    const session = deps.sessions.find(gatewayId);
    if (entry === undefined || session === undefined) return fail(failure('GATEWAY_UNKNOWN'));
    const gateway = gatewayName(entry);
    const link = api === 'management' ? deps.sessions.management(gatewayId) : undefined;
    const client = link?.client ?? (api === 'system' && entry.offers.system ? session.client : undefined);
    if (client !== undefined) return ok({ gateway, client });
    return fail(failure('NOT_OFFERED', { gateway, what: `the ${api} API` }));
  }

  return {
    async 'gateway.call'({ gatewayId, call, params, query, body }) {
      const row: Endpoint = gatewayApi[call];
      const found = clientFor(gatewayId, row.source === 'management-api' ? 'management' : 'system');
      if (!found.ok) return found;
      const read = readOptions(row, { params, query, body });
      if (!read.ok) return read;
      const timeoutMs = timeoutsMs[call] ?? usualTimeoutMs;
      const answered = await found.value.client.call(call, { ...read.value, timeoutMs });
      return answered.ok ? ok(asJson(answered.value)) : answered;
    },

    async 'gateway.peers'({ gatewayId, module, method, args }) {
      const row = methodOf(module, method);
      if (row === null) return fail(badInput(`${module}/${method} is not a method of the dispatcher`));
      const parsed = row.args.safeParse(args);
      if (!parsed.success) return fail(badInput(issuesOf(parsed.error)));
      const found = clientFor(gatewayId, 'system');
      if (!found.ok) return found;
      const { client, gateway } = found.value;
      const path = `/peers/supervision/${module}/${method}`;
      return sendPeers(client, { path, args: parsed.data, row, gateway });
    },
  };
}

async function sendPeers(
  client: GatewayClient,
  call: { path: string; args: unknown; row: PeersMethod; gateway: string },
) {
  const sent = await client.send({
    method: 'POST',
    path: call.path,
    headers: { 'content-type': 'application/json' },
    body: () => JSON.stringify(call.args),
    timeoutMs: peersTimeoutMs,
  });
  if (!sent.ok) return sent;
  const read = readPeersAnswer(sent.value, call);
  return read.ok ? ok(asJson(read.value)) : read;
}

/** Checked by the row; sent as the screens gave it, because a query is text again on the wire. */
function readOptions(
  row: Endpoint,
  given: {
    params: Record<string, string> | undefined;
    query: Record<string, string | string[]> | undefined;
    body: unknown;
  },
): Result<CallOptions> {
  const params = given.params ?? {};
  // Streams are none of the bridge's: the same data comes as one answer.
  const { streaming: _streaming, ...query } = given.query ?? {};
  const checkedParams = check(row.params, params);
  if (!checkedParams.ok) return checkedParams;
  const checkedQuery = check(row.query, query);
  if (!checkedQuery.ok) return checkedQuery;
  const body = check(row.body, given.body);
  if (!body.ok) return body;
  const known = Object.keys(row.query?.shape ?? {});
  const told = Object.entries(query).filter(([name]) => known.includes(name));
  return ok({
    params,
    query: Object.fromEntries(told),
    ...(body.value !== undefined && { body: body.value }),
  });
}

function check(schema: z.ZodType | undefined, value: unknown): Result<unknown> {
  if (schema === undefined) return ok(undefined);
  const parsed = schema.safeParse(value);
  return parsed.success ? ok(parsed.data) : fail(badInput(issuesOf(parsed.error)));
}

function methodOf(module: string, method: string): PeersMethod | null {
  const modules: Readonly<Record<string, Readonly<Record<string, PeersMethod>>>> = peersApi;
  const methods = Object.hasOwn(modules, module) ? modules[module] : undefined;
  return methods !== undefined && Object.hasOwn(methods, method) ? (methods[method] ?? null) : null;
}

const badInput = (what: string): Failure => failure('BRIDGE_BAD_INPUT', { what });

const issuesOf = (error: z.ZodError): string =>
  error.issues.map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`).join('; ');

/** As JSON knows it: names without a value are left out, a text stays a text. */
const asJson = (value: unknown) => JSON.parse(JSON.stringify(value ?? null));
