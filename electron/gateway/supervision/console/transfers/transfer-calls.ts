import type { FastifyInstance } from 'fastify';
import { failure } from '#shared/errors/failure.ts';
import { consoleApi } from '#shared/gateway-api/console/transfer-api.ts';
import { gatewayApi } from '#shared/gateway-api/contract.ts';
import type { Endpoint } from '#shared/gateway-api/endpoint.ts';
import type { Handler } from '../../http/call.ts';
import { type RegisterOptions, registerCall } from '../../http/register-calls.ts';
import { isConsoleAddress } from '../console-address.ts';
import type { ConsoleTransfers } from './console-transfers.ts';

type ConsoleHandlers = { [K in keyof typeof consoleApi]: Handler<(typeof consoleApi)[K]> };

/** The rows of {@link consoleApi}; over a network they say what to use there instead. */
export function registerTransfers(
  app: FastifyInstance,
  transfers: ConsoleTransfers,
  options: RegisterOptions,
): void {
  if (options.plain) return;
  const handlers = transferCalls(transfers);
  for (const name of Object.keys(consoleApi) as (keyof typeof consoleApi)[]) {
    const handler = handlers[name] as unknown as Handler<Endpoint>;
    const overConsole: Handler<Endpoint> = (call) =>
      isConsoleAddress(call.address) ? handler(call) : { failure: failure('CONSOLE_ONLY') };
    registerCall(app, consoleApi[name], overConsole, options);
  }
}

function transferCalls(transfers: ConsoleTransfers): ConsoleHandlers {
  const unknown = { failure: failure('NOT_FOUND', { what: 'This transfer' }) };
  return {
    async consolePut({ body, session }) {
      const announced = await transfers.put(body, session);
      return announced.ok ? { status: 200, body: announced.value } : { failure: announced.failure };
    },
    async consoleGet({ body: { snapshot, protocol }, session, headers, address }) {
      const { backup, snapshotDownload } = gatewayApi;
      const path =
        snapshot === undefined
          ? backup.path
          : snapshotDownload.path.replace(':name', encodeURIComponent(snapshot));
      const caller = { cookie: headers.cookie ?? '', address };
      const announced = await transfers.get(path, protocol, session, caller);
      return announced.ok ? { status: 200, body: announced.value } : { failure: announced.failure };
    },
    async consoleTransfer({ params, session }) {
      const found = await transfers.find(params.id, session);
      return found === null ? unknown : { status: 200, body: found };
    },
    async consoleGiveUp({ params, session }) {
      const gone = await transfers.giveUp(params.id, session);
      return gone ? { status: 200, body: { err: null } } : unknown;
    },
  };
}
