import type { z } from 'zod';
import type { bridgeCalls, CallName, CallOutput } from '#shared/bridge/contract.ts';
import type { Result } from '#shared/result.ts';

export type ParsedInput<N extends CallName> = z.output<(typeof bridgeCalls)[N]['input']>;

/** What the pretended host does for each call of the bridge. */
export type FakeHandlers = {
  [N in CallName]: (input: ParsedInput<N>) => Result<CallOutput<N>>;
};
