import { Transform } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errorCodeHeader, jobIdHeader, keyPermissionHeader } from '#shared/gateway-api/answers.ts';
import { type GatewayCall, gatewayApi } from '#shared/gateway-api/contract.ts';
import type { Endpoint } from '#shared/gateway-api/endpoint.ts';
import { bootIdHeader } from '../../launcher-protocol.ts';

/**
 * `--plain`: the gateway as a box of another make would be. What is ours (contract: *extension*) is neither served nor
 * taken nor told. One exception nobody else can see: the launcher, which knows this start's boot id, may ask for health.
 */

const extensionHeaders = [errorCodeHeader, jobIdHeader, keyPermissionHeader];

/** Names in the query of documented calls that are ours: a box that does not know them ignores them. */
const extensionQueries: Partial<Record<GatewayCall, readonly string[]>> = {
  upgrade: ['upload'],
  firmwareUpgrade: ['upload'],
  restore: ['upload', 'snapshot'],
  activity: ['limit', 'before', 'type'],
};

/** Fields of documented answers that are ours, in each item of the list `list`. */
const extensionFields: Partial<Record<GatewayCall, { list: string; names: readonly string[] }>> = {
  resources: { list: 'processes', names: ['killable', 'protected'] },
  logs: { list: 'logs', names: ['level'] },
};

/** Whether a plain gateway has this row. */
export const isPlainRow = (endpoint: Endpoint): boolean =>
  endpoint.source !== 'extension' || isHealth(endpoint);

// Its path, not the row itself: rows travel as copies.
const isHealth = (endpoint: Endpoint | undefined): boolean => endpoint?.path === gatewayApi.health.path;

/** Hooks on `app`; call it before any row is registered. `refuse` answers as for a path that nobody knows. */
export function makePlain(
  app: FastifyInstance,
  options: { bootId: string; refuse(request: FastifyRequest, reply: FastifyReply): void },
): void {
  const queries = byRow(extensionQueries);
  const fields = byRow(extensionFields);
  app.addHook('onRequest', async (request, reply) => {
    const { endpoint } = request.routeOptions.config;
    if (isHealth(endpoint) && request.headers[bootIdHeader] !== options.bootId) {
      options.refuse(request, reply);
      return reply;
    }
    for (const name of queries.get(rowKey(endpoint)) ?? []) {
      delete (request.query as Record<string, unknown>)[name];
    }
    return undefined;
  });
  app.addHook('onSend', async (request, reply, payload) => {
    for (const name of extensionHeaders) reply.removeHeader(name);
    const { endpoint } = request.routeOptions.config;
    if (endpoint?.path === gatewayApi.updatesApply.path && isStream(payload)) {
      return payload.pipe(documentedEvents());
    }
    const extra = fields.get(rowKey(endpoint));
    return extra !== undefined && typeof payload === 'string' ? withoutFields(payload, extra) : payload;
  });
}

const rowKey = (endpoint: Endpoint | undefined): string =>
  endpoint === undefined ? '' : `${endpoint.method} ${endpoint.path}`;

const byRow = <T>(table: Partial<Record<GatewayCall, T>>): ReadonlyMap<string, T> =>
  new Map(
    Object.entries(table).map(([name, value]) => [rowKey(gatewayApi[name as GatewayCall]), value as T]),
  );

const isStream = (payload: unknown): payload is NodeJS.ReadableStream =>
  payload !== null && typeof payload === 'object' && 'pipe' in payload;

function withoutFields(text: string, { list, names }: { list: string; names: readonly string[] }): string {
  const body = JSON.parse(text);
  for (const item of body[list] ?? []) for (const name of names) delete item[name];
  return JSON.stringify(body);
}

/** An event stream without comments, without `id:` lines and without events that are ours; its end still tells. */
export function documentedEvents(): Transform {
  let rest = '';
  const documented = (block: string): string => {
    const lines = block.split('\n').filter((line) => !line.startsWith(':') && !line.startsWith('id:'));
    const ours = lines.length === 0 || lines.some((line) => line === 'event: error');
    return ours ? '' : `${lines.join('\n')}\n\n`;
  };
  return new Transform({
    decodeStrings: false,
    transform(chunk, _encoding, done) {
      const blocks = (rest + String(chunk)).split('\n\n');
      rest = blocks.pop() ?? '';
      done(null, blocks.map(documented).join(''));
    },
    flush: (done) => done(null, rest === '' ? '' : documented(rest)),
  });
}
