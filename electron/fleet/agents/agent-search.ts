import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { failure } from '#shared/errors/failure.ts';
import type { AgentFilter } from '#shared/fleet-api/agent-filter.ts';
import { type AgentSort, agentSorts } from '#shared/fleet-api/agent-schemas.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { AgentRow } from '../database/tables/agents.ts';
import type { FleetTables } from '../database/tables.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import { filterCondition } from './agent-filter.ts';

type Reader = Kysely<FleetTables>;

export interface AgentQuery {
  tenantId: string;
  filter: AgentFilter;
  /** Epoch milliseconds, for what a filter says of time. */
  now: number;
}

export interface AgentPlace {
  sort: AgentSort;
  order: 'asc' | 'desc';
  limit: number;
  page: number;
  cursor?: string | undefined;
}

export interface FoundAgents {
  rows: AgentRow[];
  total: number;
  nextCursor: string | null;
}

/** Where a page ended: in which order, and at which agent. */
const cursorSchema = z.strictObject({
  sort: z.enum(agentSorts),
  order: z.enum(['asc', 'desc']),
  value: z.union([z.string(), z.int()]),
  uuid: z.string(),
});

type Cursor = z.output<typeof cursorSchema>;

/** The agents of a tenant that fit, in no order. Deleted ones never do. */
export const fittingAgents = (read: Reader, { tenantId, filter, now }: AgentQuery) =>
  read
    .selectFrom('agents')
    .where('agents.tenant_id', '=', tenantId)
    .where('agents.deleted_at', 'is', null)
    .where((is) => filterCondition(is, filter, now));

/** Their uuids, all of them, in the order of the uuids. */
export async function fittingUuids(read: Reader, query: AgentQuery): Promise<string[]> {
  const rows = await fittingAgents(read, query).select('agents.uuid').orderBy('agents.uuid').execute();
  return rows.map(({ uuid }) => uuid);
}

export async function countAgents(read: Reader, query: AgentQuery): Promise<number> {
  const { count } = await fittingAgents(read, query)
    .select((is) => is.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/**
 * One page. Who follows `nextCursor` to the end sees every agent that was there all the time exactly once, whatever is added
 * or removed meanwhile, as long as what it is sorted by does not change. CURSOR_INVALID, also for one of another order.
 */
export async function searchAgents(
  read: Reader,
  query: AgentQuery,
  place: AgentPlace,
): Promise<Result<FoundAgents>> {
  const { sort, order, limit } = place;
  const after = readCursor(place.cursor, cursorSchema);
  if (!after.ok) return after;
  const from = after.value;
  if (from !== null && !fitsOrder(from, place)) return fail(failure('CURSOR_INVALID'));
  const found = await fittingAgents(read, query)
    .selectAll('agents')
    .select((is) => sortValue(is, sort).as('sort_value'))
    .$if(from !== null, (page) => page.where((is) => isAfter(is, from)))
    .orderBy('sort_value', order)
    .orderBy('agents.uuid', order)
    .limit(limit)
    .offset(from === null ? (place.page - 1) * limit : 0)
    .execute();
  const last = found.at(-1);
  const nextCursor =
    last === undefined || found.length < limit
      ? null
      : writeCursor({ sort, order, value: last.sort_value, uuid: last.uuid });
  const rows = found.map(({ sort_value: _, ...row }) => row);
  return ok({ rows, total: await countAgents(read, query), nextCursor });
}

const numericSorts: readonly AgentSort[] = ['created_at', 'last_seen'];

const fitsOrder = (from: Cursor, { sort, order }: AgentPlace): boolean =>
  from.sort === sort &&
  from.order === order &&
  typeof from.value === (numericSorts.includes(sort) ? 'number' : 'string');

type Is = ExpressionBuilder<FleetTables, 'agents'>;

/** Never NULL: the databases do not agree on where NULL comes. */
function sortValue(is: Is, sort: AgentSort) {
  if (sort === 'name' || sort === 'created_at') return sql<string | number>`${is.ref(`agents.${sort}`)}`;
  if (sort !== 'last_seen') return sql<string | number>`coalesce(${is.ref(`agents.${sort}`)}, '')`;
  const seen = is
    .selectFrom('agent_presence')
    .select('agent_presence.last_seen_at')
    .whereRef('agent_presence.agent_uuid', '=', 'agents.uuid');
  return sql<string | number>`coalesce(${seen}, 0)`;
}

function isAfter(is: Is, from: Cursor | null) {
  if (from === null) return sql.lit(true);
  const value = sortValue(is, from.sort);
  const [beyond, atLeast] = from.order === 'asc' ? (['>', '>='] as const) : (['<', '<='] as const);
  // The first part alone decides where the index is entered.
  return is.and([
    is(value, atLeast, from.value),
    is.or([is(value, beyond, from.value), is('agents.uuid', beyond, from.uuid)]),
  ]);
}
