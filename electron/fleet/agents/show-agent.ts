import type { z } from 'zod';
import type { agentSchema } from '#shared/fleet-api/agent-schemas.ts';
import { iso, isoOrNull } from '../auth/show.ts';
import type { PresenceRow } from '../database/tables/agent-list.ts';
import type { AgentRow } from '../database/tables/agents.ts';
import { type AgentFigures, noFigures } from './agent-facts.ts';
import type { Tags } from './tag-store.ts';

export type ShownAgent = z.input<typeof agentSchema>;

/** What is known of one agent beside its row. */
export interface AgentContext {
  presence: PresenceRow | null;
  /** Null: it never reported any. */
  figures: AgentFigures | null;
  /** Left out of the answer when it is undefined. */
  tags?: Tags | undefined;
}

/** An agent as the API shows it. */
export function showAgent(row: AgentRow, { presence, figures, tags }: AgentContext): ShownAgent {
  const isOnline = presence?.is_online === 1;
  const { uuid, name, device_type, location, ip_address, mac_address } = row;
  const { os_version, architecture, agent_version, fleet_uuid } = row;
  return {
    ...{ id: uuid, uuid, name, device_name: name, device_type, location },
    state: row.is_active === 1 ? 'active' : 'inactive',
    provisioning_state: row.is_proved === 1 ? 'registered' : 'pending',
    status: isOnline ? 'online' : 'offline',
    is_online: isOnline,
    lastSeen: isoOrNull(presence?.last_seen_at ?? null),
    last_connectivity_event: isoOrNull(presence?.changed_at ?? null),
    ...{ ip_address, mac_address, os_version, architecture, agent_version },
    ...showFigures(figures),
    created_at: iso(row.created_at),
    fleet_uuid,
    ...(tags !== undefined && { tags }),
  };
}

function showFigures(figures: AgentFigures | null) {
  const { last_reported, ...known } = figures ?? noFigures;
  const { cpu_usage, memory_usage, memory_total } = known;
  const memory =
    memory_usage === null || memory_total === null || memory_total <= 0
      ? null
      : (memory_usage / memory_total) * 100;
  return {
    ...known,
    last_reported: isoOrNull(last_reported),
    // No agent reports how busy its disk is.
    metrics: { cpu: cpu_usage, memory, io: null },
  };
}
