import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { AgentsDeps } from '../agents/agents-deps.ts';
import { ownAgents } from '../agents/own-agents.ts';
import { inChunks } from '../database/in-chunks.ts';
import type { FleetTransaction } from '../database/tables.ts';
import type { FleetHandlers } from '../http/call.ts';
import { changeFleet, type FleetChange } from './change-fleet.ts';

/** Who belongs to a fleet (contract §2 "fleets"). */
export function fleetAgentCalls(
  deps: AgentsDeps,
): Pick<FleetHandlers, 'addFleetAgents' | 'removeFleetAgent'> {
  return {
    async addFleetAgents(call) {
      const named = [...new Set(call.body)];
      let added: string[] = [];
      const changed = await changeFleet(deps, call, async (trx, fleet): Promise<Result<FleetChange>> => {
        added = await ownAgents(trx, fleet.tenant_id, named);
        await moveAgents(trx, added, fleet.uuid, deps.now());
        return ok({ type: 'fleet.agents_added', data: { agents: added } });
      });
      if (!changed.ok) return changed;
      const known = new Set(added);
      const not_found = named.filter((uuid) => !known.has(uuid));
      return { status: 200, body: { ...changed.value, added: added.length, not_found } };
    },
    async removeFleetAgent(call) {
      const { uuid } = call.params;
      const changed = await changeFleet(deps, call, async (trx, fleet): Promise<Result<FleetChange>> => {
        const { numUpdatedRows } = await trx
          .updateTable('agents')
          .set({ fleet_uuid: null, updated_at: deps.now() })
          .where('uuid', '=', uuid)
          .where('fleet_uuid', '=', fleet.uuid)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return fail(failure('AGENT_NOT_FOUND'));
        return ok({ type: 'fleet.agent_removed', data: { agent: uuid } });
      });
      return changed.ok ? { status: 200, body: changed.value } : changed;
    },
  };
}

async function moveAgents(
  trx: FleetTransaction,
  uuids: readonly string[],
  fleet: string,
  at: number,
): Promise<void> {
  for (const some of inChunks(uuids)) {
    await trx
      .updateTable('agents')
      .set({ fleet_uuid: fleet, updated_at: at })
      .where('uuid', 'in', some)
      .execute();
  }
}
