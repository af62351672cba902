import type { z } from 'zod';
import { uuidV7 } from '#platform/ids/uuid-v7.ts';
import { failure } from '#shared/errors/failure.ts';
import type { fleetsApi } from '#shared/fleet-api/fleets-api.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { pageOfAgents } from '../agents/agent-pages.ts';
import type { AgentsDeps } from '../agents/agents-deps.ts';
import type { FleetRow } from '../database/tables/fleets.ts';
import type { FleetHandlers } from '../http/call.ts';
import { changeFleet, type FleetChange, recordFleet } from './change-fleet.ts';
import { countByFleet, findFleet, isFleetNameTaken } from './fleet-rows.ts';
import { showFleet } from './show-fleet.ts';

type FleetCalls = Pick<
  FleetHandlers,
  'listFleets' | 'createFleet' | 'getFleet' | 'updateFleet' | 'deleteFleet'
>;

/** Of a fleet with more agents, the list of agents shows the rest. */
const agentsShown = { sort: 'name', order: 'asc', page: 1, limit: 1_000, includeTags: false } as const;

/** Fleets (wire §1.13; contract §2 "fleets"). */
export function fleetCalls(deps: AgentsDeps): FleetCalls {
  const { store, now } = deps;
  return {
    async listFleets({ who, query }) {
      const { fleet_type, status, environment } = query;
      const rows = await store.read
        .selectFrom('fleets')
        .selectAll()
        .where('tenant_id', '=', who.tenantId)
        .where('deleted_at', 'is', null)
        .$if(fleet_type !== undefined, (only) => only.where('fleet_type', '=', fleet_type ?? ''))
        .$if(status !== undefined, (only) => only.where('status', '=', status ?? ''))
        .$if(environment !== undefined, (only) => only.where('environment', '=', environment ?? ''))
        .orderBy('name')
        .execute();
      const counts = await countByFleet(store.read, who.tenantId);
      const fleets = rows.map((row) => showFleet(row, counts.get(row.uuid) ?? null));
      return { status: 200, body: { fleets, total: fleets.length } };
    },
    async createFleet(call) {
      const { who, body } = call;
      const made = await store.write(async (trx): Promise<Result<FleetRow>> => {
        const name = body.fleet_name;
        if (await isFleetNameTaken(trx, { tenantId: who.tenantId, name })) {
          return fail(failure('FLEET_NAME_TAKEN', { name }));
        }
        const row = { ...newFleet(name, who.tenantId, now()), ...columnsOf(body) };
        await trx.insertInto('fleets').values(row).execute();
        await recordFleet(trx, deps, call, row.uuid, { type: 'fleet.created', data: { name } });
        return ok(row);
      });
      return made.ok ? { status: 201, body: showFleet(made.value, null) } : made;
    },
    async getFleet({ who, params }) {
      const row = await findFleet(store.read, who.tenantId, params.fleetId);
      if (row === null) return fail(failure('FLEET_NOT_FOUND'));
      const counts = await countByFleet(store.read, who.tenantId, row.uuid);
      const filter = { fleet: row.uuid };
      const page = await pageOfAgents(deps, { tenantId: who.tenantId, filter }, agentsShown);
      if (!page.ok) return page;
      const { agents } = page.value;
      return { status: 200, body: { ...showFleet(row, counts.get(row.uuid) ?? null), agents } };
    },
    async updateFleet(call) {
      const { who, body } = call;
      const changed = await changeFleet(deps, call, async (trx, row): Promise<Result<FleetChange>> => {
        const name = body.fleet_name ?? row.name;
        if (await isFleetNameTaken(trx, { tenantId: who.tenantId, name }, row.uuid)) {
          return fail(failure('FLEET_NAME_TAKEN', { name }));
        }
        return ok({ type: 'fleet.updated', set: { name, ...columnsOf(body) }, data: body });
      });
      return changed.ok ? { status: 200, body: changed.value } : changed;
    },
    async deleteFleet(call) {
      let released = 0;
      const removed = await changeFleet(deps, call, async (trx, row): Promise<Result<FleetChange>> => {
        const counts = await countByFleet(trx, row.tenant_id, row.uuid);
        released = counts.get(row.uuid)?.agents ?? 0;
        if (released > 0 && call.query.force !== 'true') {
          return fail(failure('FLEET_NOT_EMPTY', { agents: released }));
        }
        await trx
          .updateTable('agents')
          .set({ fleet_uuid: null })
          .where('fleet_uuid', '=', row.uuid)
          .execute();
        const data = { name: row.name, agents: released };
        return ok({ type: 'fleet.deleted', set: { deleted_at: now() }, data });
      });
      if (!removed.ok) return removed;
      return { status: 200, body: { message: 'The fleet is removed', agents_released: released } };
    },
  };
}

type Changeable = Omit<z.output<typeof fleetsApi.updateFleet.body>, 'fleet_name'>;

/** What is said of the fleet, by column; what is left out is not in it. */
function columnsOf(body: Changeable): Partial<FleetRow> {
  const { fleet_type, status, environment, location, description, tags } = body;
  const { billing_enabled, budget_limit } = body;
  return {
    ...(fleet_type !== undefined && { fleet_type }),
    ...(status !== undefined && { status }),
    ...(environment !== undefined && { environment }),
    ...(location !== undefined && { location }),
    ...(description !== undefined && { description }),
    ...(tags !== undefined && { tags: JSON.stringify(tags) }),
    ...(billing_enabled !== undefined && { billing_enabled: billing_enabled ? 1 : 0 }),
    ...(budget_limit !== undefined && { budget_limit }),
  };
}

const newFleet = (name: string, tenantId: string, at: number): FleetRow => ({
  ...{ uuid: uuidV7(at), tenant_id: tenantId, name, fleet_type: 'physical', status: 'active' },
  ...{ environment: null, location: null, description: null, tags: '{}', billing_enabled: 0 },
  ...{ budget_limit: null, created_at: at, updated_at: at, deleted_at: null },
});
