import type { z } from 'zod';
import type { bridgeCalls, CallName, CallOutput } from '#shared/bridge/contract.ts';
import type { Result } from '#shared/result.ts';

/** What the pretended host does for each call of the bridge. */
export type FakeHandlers = {
  [N in CallName]: (input: z.output<(typeof bridgeCalls)[N]['input']>) => Result<CallOutput<N>>;
};
