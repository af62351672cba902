import type { Bridge, CallOutput, EventPayload } from '#shared/bridge/contract.ts';
import type { Result } from '#shared/result.ts';
import type { BridgeHost, BridgeSender } from './host.ts';

/** The bridge without a wire, for tests. Values are cloned as a wire would, so that nobody shares an object by accident. */
export function createInMemoryBridge(
  host: BridgeHost,
  sender: BridgeSender = { description: 'in memory', isTrusted: () => true },
): Bridge {
  let nextId = 1;
  return {
    async call<N extends Parameters<Bridge['call']>[0]>(name: N, input: unknown) {
      const result = await host.handle({ id: nextId++, call: name, input: structuredClone(input) }, sender);
      return structuredClone(result) as Result<CallOutput<N>>;
    },
    subscribe(name, listener) {
      return host.subscribe((message) => {
        if (message.event === name) listener(structuredClone(message.payload) as EventPayload<typeof name>);
      });
    },
  };
}
