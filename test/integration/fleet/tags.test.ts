import { expect, test } from 'vitest';
import { describeOnEachDatabase } from '../../fakes/each-database.ts';
import { inProcessFleet } from '../../fakes/in-process-fleet.ts';

const agents = '/api/v1/agents';

describeOnEachDatabase('tags of agents', (newPlace) => {
  test('tags: set, replaced, removed; too many change nothing', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const owner = await fleet.owner();
    const { uuid } = await fleet.agent();
    const path = `${agents}/${uuid}/tags`;
    const set = (body: object) => fleet.ask(path, owner, { body });
    expect((await set({ tags: { site: 'Kiel', role: 'pump' } })).json).toEqual({
      uuid,
      tags: { site: 'Kiel', role: 'pump' },
    });
    expect((await set({ key: 'site', value: 'Bonn' })).json.tags).toEqual({ site: 'Bonn', role: 'pump' });
    const replaced = await fleet.ask(path, owner, { method: 'PUT', body: { tags: { a: '' } } });
    expect(replaced.json.tags).toEqual({ a: '' });
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, number) => [`t${number}`, 'x']));
    expect(await set({ tags: many })).toMatchObject({ status: 400, json: { code: 'tags_too_many' } });
    expect((await fleet.ask(path, owner)).json.tags).toEqual({ a: '' });
    expect((await fleet.ask(`${path}/a`, owner, { method: 'DELETE' })).json.tags).toEqual({});
    expect(await fleet.ask(`${path}/a`, owner, { method: 'DELETE' })).toMatchObject({
      status: 404,
      json: { code: 'tag_not_found' },
    });
    expect((await set({ tags: { 'with:colon': 'x' } })).status).toBe(400);
  });

  test('tags of many at once: named or by a filter, all of them or none', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const owner = await fleet.owner();
    const [a, b] = [await fleet.agent(), await fleet.agent()];
    const foreign = await fleet.agent(await fleet.otherTenant());
    const bulk = (body: object) => fleet.ask(`${agents}/tags/bulk`, owner, { body });
    expect((await bulk({ agent_uuids: [a.uuid, foreign.uuid, a.uuid], set: { site: 'Kiel' } })).json).toEqual(
      {
        success: true,
        updated: 1,
        not_found: [foreign.uuid],
      },
    );
    expect((await bulk({ filter: { all: [] }, set: { seen: 'yes' }, remove: ['site'] })).json).toMatchObject({
      updated: 2,
    });
    expect((await fleet.ask(`${agents}/tags`, owner)).json.tags).toEqual([
      { key: 'seen', value: 'yes', agents: 2 },
    ]);
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, number) => [`t${number}`, 'x']));
    await fleet.ask(`${agents}/${b.uuid}/tags`, owner, { method: 'PUT', body: { tags: many } });
    expect(await bulk({ filter: { all: [] }, set: { more: 'x' } })).toMatchObject({
      status: 400,
      json: { code: 'tags_too_many' },
    });
    expect((await fleet.ask(`${agents}/${a.uuid}/tags`, owner)).json.tags).toEqual({ seen: 'yes' });
    expect((await bulk({ set: { x: 'y' } })).status).toBe(400);
    expect((await bulk({ filter: { all: [] }, agent_uuids: [] })).status).toBe(400);
  });
});
