import type { z } from 'zod';
import type { AgentFilter } from '#shared/fleet-api/agent-filter.ts';
import type { agentPageSchema } from '#shared/fleet-api/agent-schemas.ts';
import { ok, type Result } from '#shared/result.ts';
import type { AgentRow } from '../database/tables/agents.ts';
import { type AgentPlace, searchAgents } from './agent-search.ts';
import type { AgentsDeps } from './agents-deps.ts';
import { type ShownAgent, showAgent } from './show-agent.ts';
import { type Tags, tagsOf } from './tag-store.ts';

export type AgentPage = z.input<typeof agentPageSchema>;

type Deps = Pick<AgentsDeps, 'store' | 'presence' | 'facts' | 'now'>;

/** One page of the agents that fit, as the API shows it. CURSOR_INVALID. */
export async function pageOfAgents(
  deps: Deps,
  query: { tenantId: string; filter: AgentFilter },
  place: AgentPlace & { includeTags: boolean },
): Promise<Result<AgentPage>> {
  const found = await searchAgents(deps.store.read, { ...query, now: deps.now() }, place);
  if (!found.ok) return found;
  const { rows, total, nextCursor } = found.value;
  const { page, limit, includeTags } = place;
  return ok({
    count: rows.length,
    agents: await showAgents(deps, rows, includeTags),
    pagination: { page, limit, totalDevices: total, totalPages: Math.ceil(total / limit) },
    nextCursor,
  });
}

/** These agents with all that is known of them, in the same order. */
async function showAgents(
  { store, presence, facts }: Deps,
  rows: readonly AgentRow[],
  includeTags: boolean,
): Promise<ShownAgent[]> {
  const uuids = rows.map(({ uuid }) => uuid);
  const present = presence.of(uuids);
  const [figures, tags] = await Promise.all([
    facts.figures(uuids),
    includeTags ? tagsOf(store.read, uuids) : null,
  ]);
  return rows.map((row) =>
    showAgent(row, {
      presence: present.get(row.uuid) ?? null,
      figures: figures.get(row.uuid) ?? null,
      tags: tags === null ? undefined : (tags.get(row.uuid) ?? {}),
    }),
  );
}

/** One agent with its tags. */
export async function showWhole(
  { store, presence, facts }: Deps,
  row: AgentRow,
): Promise<ShownAgent & { tags: Tags }> {
  const [figures, tags] = await Promise.all([facts.figures([row.uuid]), tagsOf(store.read, [row.uuid])]);
  const context = {
    presence: presence.of([row.uuid]).get(row.uuid) ?? null,
    figures: figures.get(row.uuid) ?? null,
  };
  return { ...showAgent(row, context), tags: tags.get(row.uuid) ?? {} };
}
