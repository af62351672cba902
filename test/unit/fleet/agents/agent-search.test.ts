import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AgentPlace, searchAgents } from '../../../../electron/fleet/agents/agent-search.ts';
import type { AgentRow } from '../../../../electron/fleet/database/tables/agents.ts';
import { agentSorts } from '../../../../shared/fleet-api/agent-schemas.ts';
import { agentRow, insertAgents, openFleetStore, tenantId } from '../../../fakes/agent-rows.ts';
import { describeOnEachDatabase } from '../../../fakes/each-database.ts';

const everybody = { tenantId, filter: { all: [] }, now: 0 };

/** Few different values, so that many are equal. */
const columns = fc.record({
  uuid: fc.uuid(),
  name: fc.constantFrom('a', 'b', 'B', 'ä', '~'),
  created_at: fc.integer({ min: 0, max: 3 }),
  device_type: fc.constantFrom(null, '', 'x'),
  agent_version: fc.constantFrom(null, '1', '2'),
});

const crowd = (maxLength: number) => fc.uniqueArray(columns, { maxLength, selector: ({ uuid }) => uuid });

describeOnEachDatabase('pages of agents', (newPlace) => {
  test('who follows the cursor sees each agent once, whatever is added or removed meanwhile', async () => {
    const store = await openFleetStore(await newPlace());
    await fc.assert(
      fc.asyncProperty(
        crowd(25),
        crowd(10),
        fc.constantFrom(...agentSorts),
        fc.constantFrom('asc' as const, 'desc' as const),
        fc.integer({ min: 1, max: 7 }),
        async (stay, come, sort, order, limit) => {
          await store.write((trx) => trx.deleteFrom('agents').execute());
          const stayUuids = new Set(stay.map(({ uuid }) => uuid));
          const coming = come.filter(({ uuid }) => !stayUuids.has(uuid)).map(agentRow);
          // Those that go are half of those that will have come.
          const [going, later] = [
            coming.filter((_, at) => at % 2 === 0),
            coming.filter((_, at) => at % 2 === 1),
          ];
          await insertAgents(store, [...stay.map(agentRow), ...going]);
          const seen: AgentRow[] = [];
          let cursor: string | undefined;
          do {
            const place: AgentPlace = { sort, order, limit, page: 1, cursor };
            const page = await searchAgents(store.read, everybody, place);
            if (!page.ok) throw new Error(page.failure.message);
            seen.push(...page.value.rows);
            expect(page.value.rows.length).toBeLessThanOrEqual(limit);
            cursor = page.value.nextCursor ?? undefined;
            const next = later.pop();
            if (next !== undefined) await insertAgents(store, [next]);
            const gone = going.pop();
            if (gone !== undefined) {
              await store.write((trx) =>
                trx.updateTable('agents').set({ deleted_at: 1 }).where('uuid', '=', gone.uuid).execute(),
              );
            }
          } while (cursor !== undefined);
          const uuids = seen.map(({ uuid }) => uuid);
          expect(new Set(uuids).size).toBe(uuids.length);
          expect(uuids.filter((uuid) => stayUuids.has(uuid)).sort()).toEqual([...stayUuids].sort());
        },
      ),
      { numRuns: 40 },
    );
  });

  test('pages by number are the same list, sorted the same way up and down', async () => {
    const store = await openFleetStore(await newPlace());
    const rows = Array.from({ length: 23 }, (_, number) =>
      agentRow({ name: `n${number % 4}`, created_at: number % 3 }),
    );
    await insertAgents(store, rows);
    for (const sort of agentSorts) {
      const list = async (order: 'asc' | 'desc') => {
        const pages = await Promise.all(
          [1, 2, 3, 4].map((page) => searchAgents(store.read, everybody, { sort, order, limit: 7, page })),
        );
        return pages.flatMap((page) => (page.ok ? page.value.rows.map(({ uuid }) => uuid) : []));
      };
      const up = await list('asc');
      expect(up.toSorted()).toEqual(rows.map(({ uuid }) => uuid).toSorted());
      expect(await list('desc')).toEqual(up.toReversed());
    }
  });

  test('a cursor of another order, of another kind or made up is refused', async () => {
    const store = await openFleetStore(await newPlace());
    await insertAgents(store, [agentRow(), agentRow()]);
    const ask = (place: Partial<AgentPlace>) =>
      searchAgents(store.read, everybody, { sort: 'name', order: 'asc', limit: 1, page: 1, ...place });
    const first = await ask({});
    const cursor = (first.ok ? first.value.nextCursor : null) ?? '';
    expect((await ask({ cursor })).ok).toBe(true);
    const text = (place: unknown) => Buffer.from(JSON.stringify(place)).toString('base64url');
    for (const wrong of [
      { cursor, order: 'desc' as const },
      { cursor, sort: 'location' as const },
      { cursor: 'x' },
      { cursor: text({ sort: 'name', order: 'asc', value: 1, uuid: 'x' }) },
      {
        cursor: text({ sort: 'created_at', order: 'asc', value: 'x', uuid: 'x' }),
        sort: 'created_at' as const,
      },
    ]) {
      expect(await ask(wrong), JSON.stringify(wrong)).toMatchObject({ failure: { code: 'CURSOR_INVALID' } });
    }
  });
});
