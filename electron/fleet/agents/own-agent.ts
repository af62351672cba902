import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { AgentRow } from '../database/tables/agents.ts';
import type { FleetStore } from '../database/tables.ts';

/** An agent and whose it is; what rows about it carry. */
export interface AgentOf {
  tenantId: string;
  agentUuid: string;
}

/** The agent with this uuid when it belongs to the tenant. AGENT_NOT_FOUND, also for one of another tenant. */
export async function ownAgent(
  read: FleetStore['read'],
  tenantId: string,
  uuid: string,
): Promise<Result<AgentRow>> {
  const row = await read
    .selectFrom('agents')
    .selectAll()
    .where('uuid', '=', uuid)
    .where('tenant_id', '=', tenantId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row === undefined ? fail(failure('AGENT_NOT_FOUND')) : ok(row);
}
