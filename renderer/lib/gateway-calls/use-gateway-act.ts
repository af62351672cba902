import { useQueryClient } from '@tanstack/react-query';
import type { ScreenCall } from '#shared/bridge/gateway-calls.ts';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Failure } from '#shared/errors/failure.ts';
import { ok, type Result } from '#shared/result.ts';
import { useAct } from '../bridge/use-act.ts';
import { callAccess, peersAccess } from './call-access.ts';
import type {
  CallAnswer,
  CallRequest,
  PeersArgs,
  PeersModule,
  PeersName,
  PeersResult,
} from './call-types.ts';
import { callInput, peersInput } from './requests.ts';
import { useAccess } from './use-access.ts';

export interface GatewayAct<I, A> {
  run(input: I): Promise<Result<A>>;
  running: boolean;
  /** How the last run ended, until the next one or `clear`. */
  failure: Failure | null;
  clear(): void;
  /** Why it cannot be done now, by connection, running job, account and key; null when it can. */
  whyNot: string | null;
}

/** What is asked again after an act: calls by name, methods of the dispatcher as `module.method`. */
export type Changes = readonly (ScreenCall | { [M in PeersModule]: `${M}.${PeersName<M>}` }[PeersModule])[];

/** A call of the gateway that changes something; on success what it `changes` is asked again. */
export function useGatewayAct<C extends ScreenCall>(
  gateway: Gateway,
  call: C,
  changes: Changes = [],
): GatewayAct<CallRequest<C>, CallAnswer<C>> {
  const act = useAct('gateway.call');
  const whyNot = useAccess(gateway)(callAccess[call]);
  const askAgain = useAskAgain(gateway.id);
  return {
    run: async (request) => {
      const result = await act.run(callInput(gateway.id, call, request));
      if (!result.ok) return result;
      askAgain(changes);
      return ok(result.value as CallAnswer<C>);
    },
    running: act.running,
    failure: act.failure,
    clear: act.clear,
    whyNot,
  };
}

/** The same for a method of the dispatcher. */
export function usePeersAct<M extends PeersModule, N extends PeersName<M>>(
  gateway: Gateway,
  module: M,
  method: N,
  changes: Changes = [],
): GatewayAct<PeersArgs<M, N>, PeersResult<M, N>> {
  const act = useAct('gateway.peers');
  const access = (peersAccess[module] as Record<string, 'session' | 'administrator'>)[method];
  const whyNot = useAccess(gateway)(access ?? 'administrator');
  const askAgain = useAskAgain(gateway.id);
  return {
    run: async (args) => {
      const result = await act.run(peersInput(gateway.id, module, method, args as object));
      if (!result.ok) return result;
      askAgain(changes);
      return ok(result.value as PeersResult<M, N>);
    },
    running: act.running,
    failure: act.failure,
    clear: act.clear,
    whyNot,
  };
}

/** Asks a gateway again for what is shown of it, whatever the request was. */
export function useAskAgain(gatewayId: string): (changes: Changes) => void {
  const client = useQueryClient();
  return (changes) => {
    const wanted = new Set<string>(changes);
    if (wanted.size === 0) return;
    void client.invalidateQueries({
      predicate: ({ queryKey: [name, input] }) => {
        if (name !== 'gateway.call' && name !== 'gateway.peers') return false;
        const asked = input as { gatewayId: string; call?: string; module?: string; method?: string };
        return asked.gatewayId === gatewayId && wanted.has(asked.call ?? `${asked.module}.${asked.method}`);
      },
    });
  };
}
