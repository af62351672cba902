import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { failure } from '#shared/errors/failure.ts';
import type { agentsApi } from '#shared/fleet-api/agents-api.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { loggedBy } from '../audit/logged-by.ts';
import type { AgentRow } from '../database/tables/agents.ts';
import type { FleetTransaction } from '../database/tables.ts';
import { hasFleet } from '../fleets/fleet-rows.ts';
import type { FleetCall, FleetHandlers, FleetReply } from '../http/call.ts';
import { showWhole } from './agent-pages.ts';
import { countAgents } from './agent-search.ts';
import type { AgentsDeps } from './agents-deps.ts';
import { type AgentChange, changeAgent } from './change-agent.ts';
import { changeTags } from './tag-store.ts';

type ChangeCalls = Pick<FleetHandlers, 'createAgent' | 'updateAgent' | 'activateAgent' | 'deleteAgent'>;

/** What people change about agents (wire §1.4). */
export function agentChangeCalls(deps: AgentsDeps): ChangeCalls {
  const answer = async (changed: Result<AgentRow>) =>
    changed.ok
      ? {
          status: 200 as const,
          body: { success: true as const, device: await showWhole(deps, changed.value) },
        }
      : changed;
  return {
    createAgent: (call) => createAgent(deps, call),
    updateAgent: async (call) => answer(await changeAgent(deps, call, async (trx) => updated(trx, call))),
    async activateAgent(call) {
      const { params, body: isActive } = call;
      return answer(
        await changeAgent(deps, call, async (trx) => {
          await deps.access.changed(trx, params.uuid);
          return ok({
            type: isActive ? 'device.activated' : 'device.deactivated',
            severity: 'warning',
            set: { is_active: isActive ? 1 : 0 },
          });
        }),
      );
    },
    async deleteAgent(call) {
      const { uuid } = call.params;
      const removed = await changeAgent(deps, call, async (trx) => {
        await trx.deleteFrom('agent_tags').where('agent_uuid', '=', uuid).execute();
        await deps.presence.forget(trx, uuid);
        await deps.access.ended(trx, uuid);
        const set = { ...noSecrets, deleted_at: deps.now(), fleet_uuid: null };
        return ok({ type: 'device.deleted', severity: 'warning', set });
      });
      if (!removed.ok) return removed;
      return { status: 200, body: { success: true, message: 'The agent is removed' } };
    },
  };
}

/** Its key is free for another agent. */
const noSecrets = {
  ...{
    device_key_hash: null,
    device_key_created_at: null,
    previous_key_hash: null,
    previous_key_expires_at: null,
  },
  ...{ public_key: null, challenge: null, challenge_expires_at: null },
};

async function updated(
  trx: FleetTransaction,
  { who, body }: FleetCall<typeof agentsApi.updateAgent>,
): Promise<Result<AgentChange>> {
  const { deviceName } = body;
  const set = { ...(deviceName !== undefined && { name: deviceName }), ...columnsOf(body) };
  const { fleet_uuid = null } = set;
  if (fleet_uuid !== null && !(await hasFleet(trx, who.tenantId, fleet_uuid))) {
    return fail(failure('FLEET_NOT_FOUND'));
  }
  return ok({ type: 'device.updated', set, data: body });
}

type Described = Pick<
  z.output<typeof agentsApi.updateAgent.body>,
  'deviceType' | 'ipAddress' | 'macAddress' | 'location' | 'fleetUuid'
>;

/** What is said of the agent, by column; what is left out is not in it. */
const columnsOf = (body: Described): Partial<AgentRow> => ({
  ...(body.deviceType !== undefined && { device_type: body.deviceType }),
  ...(body.ipAddress !== undefined && { ip_address: body.ipAddress }),
  ...(body.macAddress !== undefined && { mac_address: body.macAddress }),
  ...(body.location !== undefined && { location: body.location }),
  ...(body.fleetUuid !== undefined && { fleet_uuid: body.fleetUuid }),
});

async function createAgent(
  deps: AgentsDeps,
  call: FleetCall<typeof agentsApi.createAgent>,
): Promise<FleetReply<typeof agentsApi.createAgent>> {
  const { store, audit, now } = deps;
  const { who, body } = call;
  const uuid = body.uuid ?? randomUUID();
  const made = await store.write(async (trx): Promise<Result<AgentRow>> => {
    const { fleetUuid } = body;
    if (fleetUuid && !(await hasFleet(trx, who.tenantId, fleetUuid))) return fail(failure('FLEET_NOT_FOUND'));
    const known = await trx.selectFrom('agents').selectAll().where('uuid', '=', uuid).executeTakeFirst();
    if (known !== undefined && (known.deleted_at === null || known.tenant_id !== who.tenantId)) {
      return fail(failure('AGENT_EXISTS'));
    }
    const limit = deps.deviceLimit(who.tenantId);
    const all = { tenantId: who.tenantId, filter: { all: [] }, now: now() };
    if ((await countAgents(trx, all)) >= limit) return fail(failure('DEVICE_LIMIT_REACHED', { limit }));
    const row = { ...announced(uuid, who.tenantId, body.deviceName, now()), ...columnsOf(body) };
    const agent = { tenantId: who.tenantId, agentUuid: uuid };
    const tags = await changeTags(trx, agent, { set: body.tags, remove: 'all' });
    if (!tags.ok) return tags;
    if (known !== undefined) await trx.deleteFrom('agents').where('uuid', '=', uuid).execute();
    await trx.insertInto('agents').values(row).execute();
    await audit.record(trx, {
      tenantId: who.tenantId,
      type: 'device.announced',
      target: { type: 'agent', id: uuid },
      ...loggedBy(call),
      data: body,
    });
    return ok(row);
  });
  if (!made.ok) return made;
  return { status: 201, body: { success: true, device: await showWhole(deps, made.value) } };
}

/** An agent that has not registered yet. */
const announced = (uuid: string, tenantId: string, name: string, at: number): AgentRow => ({
  ...{ uuid, tenant_id: tenantId, name, ...noSecrets, is_proved: 0, is_active: 1 },
  ...{ device_type: null, fleet_uuid: null, provisioning_key_id: null, location: null },
  ...{ ip_address: null, mac_address: null, os_version: null, architecture: null, agent_version: null },
  ...{ created_at: at, updated_at: at, deleted_at: null },
});
