import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Failure } from '#shared/errors/failure.ts';
import type { Inspection } from '#shared/gateway-api/extensions.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { callKey } from '../bridge/live-updates.ts';
import { useReachable } from './use-access.ts';

/** What a snapshot on the gateway, or a file, is and would change; null asks nothing. Asked anew each time it is opened. */
export function useInspect(
  gateway: Gateway,
  what: { snapshot: string } | { fileToken: string } | null,
): UseQueryResult<Inspection, Failure> {
  const bridge = useBridge();
  const reachable = useReachable(gateway, 'session');
  const input = { gatewayId: gateway.id, ...what };
  return useQuery<Inspection, Failure, Inspection>({
    queryKey: callKey('gateway.inspect', input),
    queryFn: async () => {
      const result = await bridge.call('gateway.inspect', input);
      if (!result.ok) throw result.failure;
      return result.value as unknown as Inspection;
    },
    enabled: reachable && what !== null,
    staleTime: 0,
    gcTime: 0,
  });
}
