import { failureError } from '#platform/files/failure-error.ts';
import { failure } from '#shared/errors/failure.ts';
import type { tagsApi } from '#shared/fleet-api/agents-api.ts';
import { fail, ok } from '#shared/result.ts';
import { loggedBy } from '../audit/logged-by.ts';
import type { FleetTransaction } from '../database/tables.ts';
import type { FleetCall, FleetHandlers, FleetReply } from '../http/call.ts';
import type { UserPrincipal } from '../http/principal.ts';
import { fittingUuids } from './agent-search.ts';
import type { AgentsDeps } from './agents-deps.ts';
import { changeAgent } from './change-agent.ts';
import { ownAgent } from './own-agent.ts';
import { ownAgents } from './own-agents.ts';
import { changeTags, type Tags, tagsOf } from './tag-store.ts';

type TagCalls = Pick<
  FleetHandlers,
  'listTags' | 'bulkTags' | 'agentTags' | 'setTags' | 'replaceTags' | 'removeTag'
>;

/** Tags of agents. */
export function tagCalls(deps: AgentsDeps): TagCalls {
  const { store } = deps;
  return {
    async listTags({ who }) {
      const rows = await store.read
        .selectFrom('agent_tags')
        .select(['tag_key', 'tag_value'])
        .select((is) => is.fn.countAll<number>().as('agents'))
        .where('tenant_id', '=', who.tenantId)
        .groupBy(['tag_key', 'tag_value'])
        .orderBy('tag_key')
        .orderBy('tag_value')
        .execute();
      const tags = rows.map(({ tag_key, tag_value, agents }) => ({ key: tag_key, value: tag_value, agents }));
      return { status: 200, body: { tags } };
    },
    bulkTags: (call) => bulkTags(deps, call),
    async agentTags({ who, params }) {
      const agent = await ownAgent(store.read, who.tenantId, params.uuid);
      if (!agent.ok) return agent;
      const tags = (await tagsOf(store.read, [params.uuid])).get(params.uuid) ?? {};
      return { status: 200, body: { uuid: params.uuid, tags } };
    },
    setTags: (call) => retag(deps, call, { set: call.body, remove: [] }),
    replaceTags: (call) => retag(deps, call, { set: call.body.tags, remove: 'all' }),
    removeTag: (call) => retag(deps, call, { set: {}, remove: [call.params.key] }),
  };
}

interface TagChange {
  set: Tags;
  remove: readonly string[] | 'all';
}

/** Changes the tags of one agent and tells what it has now. */
async function retag(
  deps: AgentsDeps,
  call: { who: UserPrincipal; params: { uuid: string; key?: string }; address: string; requestId: string },
  change: TagChange,
) {
  const { uuid, key } = call.params;
  let tags: Tags = {};
  const changed = await changeAgent(deps, call, async (trx, agent) => {
    const before = (await tagsOf(trx, [uuid])).get(uuid) ?? {};
    if (key !== undefined && !(key in before)) return fail(failure('TAG_NOT_FOUND', { key }));
    const after = await changeTags(trx, { tenantId: agent.tenant_id, agentUuid: uuid }, change);
    if (!after.ok) return after;
    tags = after.value;
    return ok({ type: 'device.tagged', set: {}, data: { ...change } });
  });
  return changed.ok ? { status: 200 as const, body: { uuid, tags } } : changed;
}

async function bulkTags(
  deps: AgentsDeps,
  call: FleetCall<typeof tagsApi.bulkTags>,
): Promise<FleetReply<typeof tagsApi.bulkTags>> {
  const { who, body } = call;
  const { set, remove } = body;
  const { meant, missing } = await deps.store.write(async (trx) => {
    const found = await meantAgents(trx, deps, call);
    for (const agentUuid of found.meant) {
      const changed = await changeTags(trx, { tenantId: who.tenantId, agentUuid }, { set, remove });
      // All of them or none.
      if (!changed.ok) throw failureError(changed.failure);
    }
    await deps.audit.record(trx, {
      tenantId: who.tenantId,
      type: 'device.tagged',
      target: { type: 'agents', id: null },
      ...loggedBy(call),
      data: { set, remove, agents: found.meant.length, ...(body.filter && { filter: body.filter }) },
    });
    return found;
  });
  return { status: 200, body: { success: true, updated: meant.length, not_found: missing } };
}

/** The agents that a bulk call is about, and the named ones that do not exist here. */
async function meantAgents(
  trx: FleetTransaction,
  { now }: AgentsDeps,
  { who, body }: FleetCall<typeof tagsApi.bulkTags>,
): Promise<{ meant: string[]; missing: string[] }> {
  const { tenantId } = who;
  if (body.filter !== undefined) {
    return { meant: await fittingUuids(trx, { tenantId, filter: body.filter, now: now() }), missing: [] };
  }
  const named = [...new Set(body.agent_uuids)];
  const meant = await ownAgents(trx, tenantId, named);
  const known = new Set(meant);
  return { meant, missing: named.filter((uuid) => !known.has(uuid)) };
}
