import type { AgentFacts } from './agent-facts.ts';

/** Where nothing collects reports or target states, nothing is known of them. */
export const noFacts: AgentFacts = {
  figures: async () => new Map(),
  states: async () => ({ target_state: null, current_state: null }),
};
