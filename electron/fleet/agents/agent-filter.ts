import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { AgentCondition, AgentFilter } from '#shared/fleet-api/agent-filter.ts';
import type { AgentRow } from '../database/tables/agents.ts';
import type { FleetTables } from '../database/tables.ts';

/** Builds a condition on a query that reads `agents`. */
type Is = ExpressionBuilder<FleetTables, 'agents'>;

/** Columns that `q` looks into. */
const searched = ['name', 'uuid', 'device_type', 'location', 'ip_address', 'mac_address'] as const;

/** `filter` as a condition in SQL. `now`: epoch milliseconds. */
export function filterCondition(is: Is, filter: AgentFilter, now: number): Expression<SqlBool> {
  const inner = (each: AgentFilter) => filterCondition(is, each, now);
  // Of none, Kysely makes true for all of them and false for any of them.
  if ('all' in filter) return is.and(filter.all.map(inner));
  if ('any' in filter) return is.or(filter.any.map(inner));
  if ('not' in filter) return is.not(inner(filter.not));
  return condition(is, filter, now);
}

/** Never NULL, so that `not` is the opposite. */
function condition(is: Is, one: AgentCondition, now: number): Expression<SqlBool> {
  if ('online' in one) return one.online ? isOnline(is) : is.not(isOnline(is));
  if ('active' in one) return is('agents.is_active', '=', one.active ? 1 : 0);
  if ('fleet' in one) return equals(is, 'fleet_uuid', one.fleet);
  if ('tag' in one) return hasTag(is, one);
  if ('q' in one) return is.or(searched.map((column) => contains(is, column, one.q)));
  if ('contains' in one) return contains(is, one.field, one.contains);
  if ('is' in one) return equals(is, one.field, one.is);
  if ('in' in one) return is(is.fn.coalesce(column(is, one.field), sql.lit('')), 'in', one.in);
  return wasSeenSince(is, now - one.seenWithinSeconds * 1_000);
}

type TextColumn = keyof AgentRow &
  ((typeof searched)[number] | 'os_version' | 'architecture' | 'agent_version' | 'fleet_uuid');

const column = (is: Is, name: TextColumn) => is.ref(`agents.${name}`);

const equals = (is: Is, name: TextColumn, value: string | null): Expression<SqlBool> =>
  value === null
    ? is(column(is, name), 'is', null)
    : is(is.fn.coalesce(column(is, name), sql.lit('')), '=', value);

/** `lower` on both sides: what each database takes for the same letter is its own business. */
const contains = (is: Is, name: TextColumn, part: string): Expression<SqlBool> =>
  sql<SqlBool>`lower(coalesce(${column(is, name)}, '')) like lower(${likePattern(part)}) escape '\\'`;

const likePattern = (part: string): string => `%${part.replace(/[\\%_]/g, '\\$&')}%`;

const presence = (is: Is) =>
  is
    .selectFrom('agent_presence')
    .select('agent_presence.agent_uuid')
    .whereRef('agent_presence.agent_uuid', '=', 'agents.uuid');

const isOnline = (is: Is): Expression<SqlBool> =>
  is.exists(presence(is).where('agent_presence.is_online', '=', 1));

const wasSeenSince = (is: Is, at: number): Expression<SqlBool> =>
  is.exists(presence(is).where('agent_presence.last_seen_at', '>=', at));

function hasTag(is: Is, { tag, value }: { tag: string; value?: string | undefined }): Expression<SqlBool> {
  const tags = is
    .selectFrom('agent_tags')
    .select('agent_tags.agent_uuid')
    .whereRef('agent_tags.agent_uuid', '=', 'agents.uuid')
    .where('agent_tags.tag_key', '=', tag);
  return is.exists(value === undefined ? tags : tags.where('agent_tags.tag_value', '=', value));
}
