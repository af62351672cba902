import type { z } from 'zod';
import type { AgentFilter } from '#shared/fleet-api/agent-filter.ts';
import type { agentsApi } from '#shared/fleet-api/agents-api.ts';
import type { FleetHandlers } from '../http/call.ts';
import { pageOfAgents, showWhole } from './agent-pages.ts';
import type { AgentsDeps } from './agents-deps.ts';
import { ownAgent } from './own-agent.ts';

/** Agents as people look at them (wire §1.4). */
export function agentCalls(deps: AgentsDeps): Pick<FleetHandlers, 'listAgents' | 'queryAgents' | 'getAgent'> {
  return {
    async listAgents({ who, query }) {
      const page = await pageOfAgents(deps, { tenantId: who.tenantId, filter: filterOf(query) }, query);
      return page.ok ? { status: 200, body: page.value } : page;
    },
    async queryAgents({ who, body }) {
      const page = await pageOfAgents(deps, { tenantId: who.tenantId, filter: body.filter }, body);
      return page.ok ? { status: 200, body: page.value } : page;
    },
    async getAgent({ who, params }) {
      const agent = await ownAgent(deps.store.read, who.tenantId, params.uuid);
      if (!agent.ok) return agent;
      const [device, states] = await Promise.all([
        showWhole(deps, agent.value),
        deps.facts.states(params.uuid),
      ]);
      return { status: 200, body: { device, ...states } };
    },
  };
}

/** What the query of a list says, as a filter. */
function filterOf(query: z.output<typeof agentsApi.listAgents.query>): AgentFilter {
  const { online, filter, fleet, tag, q } = query;
  return {
    all: [
      ...(online === undefined ? [] : [{ online: online === 'true' }]),
      ...(filter === 'all' ? [] : [{ active: filter === 'active' }]),
      ...(fleet === undefined ? [] : [{ fleet: fleet === 'none' ? null : fleet }]),
      ...(tag ?? '').split(',').flatMap((word) => (word.trim() === '' ? [] : [tagCondition(word.trim())])),
      ...(q === undefined || q.trim() === '' ? [] : [{ q: q.trim() }]),
    ],
  };
}

/** `key` or `key:value`; a value may hold further colons. */
function tagCondition(word: string): { tag: string; value?: string } {
  const colon = word.indexOf(':');
  if (colon === -1) return { tag: word };
  return { tag: word.slice(0, colon).trim(), value: word.slice(colon + 1).trim() };
}
