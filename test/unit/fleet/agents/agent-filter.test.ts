import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fittingUuids } from '../../../../electron/fleet/agents/agent-search.ts';
import type { PresenceRow, TagRow } from '../../../../electron/fleet/database/tables/agent-list.ts';
import type { AgentRow } from '../../../../electron/fleet/database/tables/agents.ts';
import {
  type AgentFilter,
  agentFields,
  agentFilterSchema,
} from '../../../../shared/fleet-api/agent-filter.ts';
import { agentRow, insertAgents, openFleetStore, tenantId } from '../../../fakes/agent-rows.ts';
import { describeOnEachDatabase } from '../../../fakes/each-database.ts';

const now = 1_000_000;

interface Known {
  row: AgentRow;
  presence: PresenceRow | null;
  tags: TagRow[];
}

/** The same as the SQL, in other words: what it is compared with. */
function fits(filter: AgentFilter, agent: Known): boolean {
  const { row, presence, tags } = agent;
  if ('all' in filter) return filter.all.every((each) => fits(each, agent));
  if ('any' in filter) return filter.any.some((each) => fits(each, agent));
  if ('not' in filter) return !fits(filter.not, agent);
  if ('online' in filter) return (presence?.is_online === 1) === filter.online;
  if ('active' in filter) return (row.is_active === 1) === filter.active;
  if ('fleet' in filter) return row.fleet_uuid === filter.fleet;
  if ('tag' in filter) {
    const { tag, value } = filter;
    return tags.some(({ tag_key, tag_value }) => tag_key === tag && [undefined, tag_value].includes(value));
  }
  const has = (text: string | null, part: string) => (text ?? '').toLowerCase().includes(part.toLowerCase());
  if ('q' in filter) {
    const { uuid, name, device_type, location, ip_address, mac_address } = row;
    return [uuid, name, device_type, location, ip_address, mac_address].some((text) => has(text, filter.q));
  }
  if ('contains' in filter) return has(row[filter.field], filter.contains);
  if ('is' in filter) return row[filter.field] === filter.is;
  if ('in' in filter) return filter.in.includes(row[filter.field] ?? '');
  return presence !== null && presence.last_seen_at >= now - filter.seenWithinSeconds * 1_000;
}

const texts = ['a', 'B', 'ab', '%', '_', '\\', "'", 'a_b', '100%', 'é'];
const text = fc.constantFrom(...texts);
const maybe = fc.option(text, { nil: null });
const key = fc.constantFrom('site', 'role');
const field = fc.constantFrom(...agentFields);

const condition = fc.oneof(
  fc.record({ online: fc.boolean() }),
  fc.record({ active: fc.boolean() }),
  fc.record({ fleet: maybe }),
  fc.record({ tag: key }),
  fc.record({ tag: key, value: text }),
  fc.record({ q: text }),
  fc.record({ field, contains: text }),
  fc.record({ field, is: maybe }),
  fc.record({ field, in: fc.array(text, { minLength: 1, maxLength: 3 }) }),
  fc.record({ seenWithinSeconds: fc.integer({ min: 1, max: 900 }) }),
);

const nest = (inner: fc.Arbitrary<AgentFilter>): fc.Arbitrary<AgentFilter> =>
  fc.oneof(
    inner,
    fc.record({ all: fc.array(inner, { maxLength: 3 }) }),
    fc.record({ any: fc.array(inner, { maxLength: 3 }) }),
    fc.record({ not: inner }),
  );

const filters = nest(nest(nest(condition)));

/** Agents that differ in all that a filter looks at; the same in each run. */
function crowd(): Known[] {
  const pick = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;
  const values = [...texts, null];
  return Array.from({ length: 60 }, (_, at) => {
    const row = agentRow({
      name: pick(texts, at),
      is_active: at % 3 === 0 ? 0 : 1,
      fleet_uuid: pick(values, at * 3),
      device_type: pick(values, at * 5 + 1),
      location: pick(values, at * 7 + 2),
      ip_address: pick(values, at * 4),
      agent_version: pick(values, at * 6),
    });
    const about = { agent_uuid: row.uuid, tenant_id: tenantId };
    const tags = (at % 2 === 0 ? ['site'] : at % 5 === 0 ? ['site', 'role'] : []).map((tag_key) => ({
      ...{ ...about, tag_key, tag_value: pick(texts, at) },
    }));
    const presence =
      at % 4 === 0
        ? null
        : { ...about, is_online: at % 2, last_seen_at: at * 15_000, changed_at: 0, report_interval_ms: 1 };
    return { row, presence, tags };
  });
}

describeOnEachDatabase('filters of agents', (newPlace) => {
  test('find in SQL what they say, and every filter that is tried passes the schema', async () => {
    const store = await openFleetStore(await newPlace());
    const agents = crowd();
    await insertAgents(
      store,
      agents.map(({ row }) => row),
    );
    // Never found: removed, and another tenant's.
    await insertAgents(store, [agentRow({ deleted_at: 1 }), agentRow({ tenant_id: 'ffffffffffff' })]);
    await store.write(async (trx) => {
      const presences = agents.flatMap(({ presence }) => presence ?? []);
      await trx.insertInto('agent_presence').values(presences).execute();
      await trx
        .insertInto('agent_tags')
        .values(agents.flatMap(({ tags }) => tags))
        .execute();
    });
    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        const parsed = agentFilterSchema.parse(JSON.parse(JSON.stringify(filter)));
        const expected = agents.filter((agent) => fits(filter, agent)).map(({ row }) => row.uuid);
        expect(await fittingUuids(store.read, { tenantId, filter: parsed, now })).toEqual(
          expected.toSorted(),
        );
      }),
      { numRuns: 300 },
    );
  });
});

test.each([
  ['nested deeper than three levels', { not: { not: { not: { not: { online: true } } } } }],
  ['two things at once', { online: true, active: true }],
  ['an unknown word', { onlin: true }],
  ['nothing', {}],
  ['a list', []],
])('%s is refused', (_, filter) => {
  expect(agentFilterSchema.safeParse(filter).success).toBe(false);
});

test('what nests ten thousand times is refused without being walked through', () => {
  const deep = JSON.parse(`${'{"not":'.repeat(10_000)}{"online":true}${'}'.repeat(10_000)}`);
  expect(agentFilterSchema.safeParse(deep).success).toBe(false);
});
