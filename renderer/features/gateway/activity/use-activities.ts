import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Failure } from '#shared/errors/failure.ts';
import type { Activity } from '#shared/gateway-api/management-api.ts';
import { ok, type Result } from '#shared/result.ts';
import { useBridge } from '../../../lib/bridge/bridge-context.tsx';
import type { HostBridge } from '../../../lib/bridge/host-bridge.ts';
import type { CallAnswer } from '../../../lib/gateway-calls/call-types.ts';
import { nextPollMs } from '../../../lib/gateway-calls/polling.ts';
import { callInput } from '../../../lib/gateway-calls/requests.ts';
import { useReachable } from '../../../lib/gateway-calls/use-access.ts';
import { olderThan } from './activity-view.ts';

const pageSize = 200;
/** New entries appear by themselves; with many pages loaded they come when the first one is asked again. */
const pollMs = 15_000;

export type ActivityType = Activity['type'];

/** One page of entries; older than `before` when that is given. */
export async function readPage(
  bridge: HostBridge,
  gatewayId: string,
  options: { type: ActivityType | null; before: string | null; limit: number },
): Promise<Result<readonly Activity[]>> {
  const { type, before, limit } = options;
  const query = { limit, ...(type === null ? {} : { type }), ...(before === null ? {} : { before }) };
  const result = await bridge.call('gateway.call', callInput(gatewayId, 'activity', { query }));
  if (!result.ok) return result;
  const { activities } = result.value as CallAnswer<'activity'>;
  // A box that knows neither limit nor type answers with everything.
  return ok(type === null ? activities : activities.filter((entry) => entry.type === type));
}

/** The newest entries and, on request, older ones; asked again by itself as long as only the first page is shown. */
export function useActivities(
  gateway: Gateway,
  type: ActivityType | null,
): UseInfiniteQueryResult<InfiniteData<readonly Activity[]>, Failure> {
  const bridge = useBridge();
  const reachable = useReachable(gateway, 'system:read');
  return useInfiniteQuery<
    readonly Activity[],
    Failure,
    InfiniteData<readonly Activity[]>,
    unknown[],
    string | null
  >({
    queryKey: ['gateway.activities', gateway.id, type],
    queryFn: async ({ pageParam }) => {
      const result = await readPage(bridge, gateway.id, { type, before: pageParam, limit: pageSize });
      if (!result.ok) throw result.failure;
      return result.value;
    },
    initialPageParam: null,
    getNextPageParam: (_last, pages) => olderThan(pages, pageSize),
    enabled: reachable,
    staleTime: 0,
    refetchInterval: (query) =>
      (query.state.data?.pages.length ?? 0) > 1 ? false : nextPollMs(pollMs, query.state.error),
  });
}
