import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { CallInput, CallName, CallOutput } from '#shared/bridge/contract.ts';
import type { Failure } from '#shared/errors/failure.ts';
import { useBridge } from './bridge-context.tsx';
import { callKey } from './live-updates.ts';

/**
 * What a call answers, cached under its name and input and kept current by events. Errors are {@link Failure}s. `pollMs`: asked
 * again so often while it is looked at, for what no event tells.
 */
export function useCall<N extends CallName>(
  name: N,
  input: CallInput<N>,
  { pollMs }: { pollMs?: number } = {},
): UseQueryResult<CallOutput<N>, Failure> {
  const bridge = useBridge();
  return useQuery<CallOutput<N>, Failure, CallOutput<N>>({
    queryKey: callKey(name, input),
    refetchInterval: pollMs ?? false,
    queryFn: async () => {
      const result = await bridge.call(name, input);
      if (!result.ok) throw result.failure;
      return result.value;
    },
  });
}
