import { uuidV7 } from '#platform/ids/uuid-v7.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { pageOfAgents } from '../agents/agent-pages.ts';
import type { AgentsDeps } from '../agents/agents-deps.ts';
import { loggedBy } from '../audit/logged-by.ts';
import type { GroupRow } from '../database/tables/groups.ts';
import type { FleetTransaction } from '../database/tables.ts';
import type { FleetHandlers } from '../http/call.ts';
import type { UserPrincipal } from '../http/principal.ts';
import { findGroup, isGroupNameTaken, queryOf, showGroup } from './group-rows.ts';

type GroupCalls = Pick<
  FleetHandlers,
  'listGroups' | 'createGroup' | 'getGroup' | 'updateGroup' | 'deleteGroup' | 'groupAgents'
>;

interface GroupCaller {
  who: UserPrincipal;
  address: string;
  requestId: string;
}

/** Dynamic groups. */
export function groupCalls(deps: AgentsDeps): GroupCalls {
  const { store, now } = deps;
  const record = (trx: FleetTransaction, call: GroupCaller, type: string, { id, name, filter }: GroupRow) =>
    deps.audit.record(trx, {
      tenantId: call.who.tenantId,
      type,
      target: { type: 'group', id },
      ...loggedBy(call),
      data: { name, filter: JSON.parse(filter) },
    });
  return {
    async listGroups({ who }) {
      const rows = await store.read
        .selectFrom('agent_groups')
        .selectAll()
        .where('tenant_id', '=', who.tenantId)
        .orderBy('name')
        .execute();
      const groups = await Promise.all(rows.map((row) => showGroup(store.read, row, now())));
      return { status: 200, body: { groups, total: groups.length } };
    },
    async createGroup(call) {
      const { who, body } = call;
      const { name, description = null } = body;
      const made = await store.write(async (trx): Promise<Result<GroupRow>> => {
        const taken = await isGroupNameTaken(trx, { tenantId: who.tenantId, name });
        if (taken) return fail(failure('GROUP_NAME_TAKEN', { name }));
        const row = {
          ...{ id: uuidV7(now()), tenant_id: who.tenantId, name, description },
          ...{ filter: JSON.stringify(body.filter), created_by: who.name },
          ...{ created_at: now(), updated_at: now() },
        };
        await trx.insertInto('agent_groups').values(row).execute();
        await record(trx, call, 'group.created', row);
        return ok(row);
      });
      return made.ok ? { status: 201, body: await showGroup(store.read, made.value, now()) } : made;
    },
    async getGroup({ who, params }) {
      const row = await findGroup(store.read, who.tenantId, params.id);
      if (row === null) return fail(failure('GROUP_NOT_FOUND'));
      return { status: 200, body: await showGroup(store.read, row, now()) };
    },
    async updateGroup(call) {
      const { who, params, body } = call;
      const changed = await store.write(async (trx): Promise<Result<GroupRow>> => {
        const row = await findGroup(trx, who.tenantId, params.id);
        if (row === null) return fail(failure('GROUP_NOT_FOUND'));
        const name = body.name ?? row.name;
        const taken = await isGroupNameTaken(trx, { tenantId: who.tenantId, name }, row.id);
        if (taken) return fail(failure('GROUP_NAME_TAKEN', { name }));
        const next = {
          ...{ ...row, name, updated_at: now() },
          ...(body.description !== undefined && { description: body.description }),
          ...(body.filter !== undefined && { filter: JSON.stringify(body.filter) }),
        };
        await trx.updateTable('agent_groups').set(next).where('id', '=', row.id).execute();
        await record(trx, call, 'group.updated', next);
        return ok(next);
      });
      return changed.ok ? { status: 200, body: await showGroup(store.read, changed.value, now()) } : changed;
    },
    async deleteGroup(call) {
      const { who, params } = call;
      const removed = await store.write(async (trx) => {
        const row = await findGroup(trx, who.tenantId, params.id);
        if (row === null) return false;
        await trx.deleteFrom('agent_groups').where('id', '=', row.id).execute();
        await record(trx, call, 'group.deleted', row);
        return true;
      });
      return removed ? { status: 204, body: '' } : fail(failure('GROUP_NOT_FOUND'));
    },
    async groupAgents({ who, params, query }) {
      const row = await findGroup(store.read, who.tenantId, params.id);
      if (row === null) return fail(failure('GROUP_NOT_FOUND'));
      const page = await pageOfAgents(deps, queryOf(row, now()), query);
      return page.ok ? { status: 200, body: page.value } : page;
    },
  };
}
