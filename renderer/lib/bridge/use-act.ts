import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CallInput, CallName, CallOutput } from '#shared/bridge/contract.ts';
import type { Failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { useBridge } from './bridge-context.tsx';
import { applyAnswer } from './live-updates.ts';
import { toFailure } from './local-failure.ts';
import { applySerialAnswer } from './serial-updates.ts';

export interface Act<N extends CallName> {
  run(input: CallInput<N>): Promise<Result<CallOutput<N>>>;
  running: boolean;
  /** How the last run ended, until the next one or {@link clear}. */
  failure: Failure | null;
  clear(): void;
}

/** A call that changes something: run by the user, its answer goes into the cache at once. */
export function useAct<N extends CallName>(name: N): Act<N> {
  const bridge = useBridge();
  const client = useQueryClient();
  const mutation = useMutation<CallOutput<N>, Failure, CallInput<N>>({
    mutationFn: async (input) => {
      const result = await bridge.call(name, input);
      if (!result.ok) throw result.failure;
      applyAnswer(client, name, result.value);
      applySerialAnswer(client, name, result.value);
      return result.value;
    },
  });
  return {
    run: async (input) => {
      try {
        return ok(await mutation.mutateAsync(input));
      } catch (thrown) {
        return fail(toFailure(thrown));
      }
    },
    running: mutation.isPending,
    failure: mutation.error ? toFailure(mutation.error) : null,
    clear: mutation.reset,
  };
}
