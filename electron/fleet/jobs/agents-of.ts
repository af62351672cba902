import { type AgentFilter, agentFilterSchema } from '#shared/fleet-api/agent-filter.ts';
import { fittingUuids } from '../agents/agent-search.ts';
import type { JobsDeps, JobTarget } from './jobs-deps.ts';

/** Agents that a target means today; those that were removed, deactivated or revoked are not among them. */
export function createAgentsOf(now: () => number): JobsDeps['agentsOf'] {
  return async (read, tenantId, target) => {
    const filter = filterOf(target);
    if (filter === null) return null;
    return fittingUuids(read, { tenantId, filter: { all: [{ active: true }, filter] }, now: now() });
  };
}

const everybody: AgentFilter = { all: [] };
const mostInOneCondition = 1_000;

/** Null: the filter cannot be read. */
function filterOf({ type, devices, filter }: JobTarget): AgentFilter | null {
  if (type === 'all') return everybody;
  if (type === 'device') return { any: chunks(devices).map((part) => ({ field: 'uuid', in: part })) };
  // What existing clients send for a group.
  const fleet = filter?.fleet_uuid;
  if (typeof fleet === 'string') return { fleet };
  const parsed = agentFilterSchema.safeParse(filter);
  return parsed.success ? parsed.data : null;
}

function chunks(devices: readonly string[]): string[][] {
  const all = [...new Set(devices)];
  const parts = Math.ceil(all.length / mostInOneCondition);
  return Array.from({ length: parts }, (_, part) =>
    all.slice(part * mostInOneCondition, (part + 1) * mostInOneCondition),
  );
}
