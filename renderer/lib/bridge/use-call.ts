import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { CallInput, CallName, CallOutput } from '#shared/bridge/contract.ts';
import type { Failure } from '#shared/errors/failure.ts';
import { useBridge } from './bridge-context.tsx';
import { callKey } from './live-updates.ts';

/** What a call answers, cached under its name and input and kept current by events. Errors are {@link Failure}s. */
export function useCall<N extends CallName>(
  name: N,
  input: CallInput<N>,
): UseQueryResult<CallOutput<N>, Failure> {
  const bridge = useBridge();
  return useQuery<CallOutput<N>, Failure, CallOutput<N>>({
    queryKey: callKey(name, input),
    queryFn: async () => {
      const result = await bridge.call(name, input);
      if (!result.ok) throw result.failure;
      return result.value;
    },
  });
}
