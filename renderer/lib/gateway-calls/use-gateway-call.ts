import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { CallInput, CallName } from '#shared/bridge/contract.ts';
import type { ScreenCall } from '#shared/bridge/gateway-calls.ts';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Failure } from '#shared/errors/failure.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { callKey } from '../bridge/live-updates.ts';
import { callAccess } from './call-access.ts';
import type {
  CallAnswer,
  CallRequest,
  PeersArgs,
  PeersModule,
  PeersName,
  PeersResult,
} from './call-types.ts';
import { nextPollMs } from './polling.ts';
import { callInput, peersInput } from './requests.ts';
import { useReachable } from './use-access.ts';

export interface AskOptions {
  /** Asks again this long after each answer; pauses while the window is hidden or the gateway is not connected. */
  pollMs?: number;
  /** False: not asked at all. */
  enabled?: boolean;
  /** Shows the answer to the former request until the new one is there: for filters and ranges of one and the same thing. */
  keep?: boolean;
}

/**
 * What a call of the gateway answers, typed by the contract's table. Asked when the screen opens and again when the gateway
 * is back; while it is away the last answer stays. Errors are {@link Failure}s.
 */
export function useGatewayCall<C extends ScreenCall>(
  gateway: Gateway,
  call: C,
  request: CallRequest<C>,
  options: AskOptions = {},
): UseQueryResult<CallAnswer<C>, Failure> {
  const reachable = useReachable(gateway, callAccess[call]);
  return useAsk<CallAnswer<C>, 'gateway.call'>(
    'gateway.call',
    callInput(gateway.id, call, request),
    reachable,
    options,
  );
}

/** The same for a method of the dispatcher `/peers/supervision`. */
export function usePeers<M extends PeersModule, N extends PeersName<M>>(
  gateway: Gateway,
  module: M,
  method: N,
  args: PeersArgs<M, N>,
  options: AskOptions = {},
): UseQueryResult<PeersResult<M, N>, Failure> {
  const reachable = useReachable(gateway, 'session');
  return useAsk<PeersResult<M, N>, 'gateway.peers'>(
    'gateway.peers',
    peersInput(gateway.id, module, method, args as object),
    reachable,
    options,
  );
}

function useAsk<A, N extends Extract<CallName, 'gateway.call' | 'gateway.peers'>>(
  name: N,
  input: CallInput<N>,
  reachable: boolean,
  { pollMs, enabled = true, keep = false }: AskOptions,
): UseQueryResult<A, Failure> {
  const bridge = useBridge();
  return useQuery<A, Failure, A>({
    queryKey: callKey(name, input),
    queryFn: async () => {
      const result = await bridge.call(name, input);
      if (!result.ok) throw result.failure;
      // The host parsed it by the row that the type was read off.
      return result.value as A;
    },
    enabled: reachable && enabled,
    staleTime: 0,
    refetchOnWindowFocus: pollMs !== undefined,
    refetchInterval: pollMs === undefined ? false : (query) => nextPollMs(pollMs, query.state.error),
    ...(keep ? { placeholderData: keepPreviousData } : {}),
  });
}
