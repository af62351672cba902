import { expect, test } from 'vitest';
import { describeOnEachDatabase } from '../../fakes/each-database.ts';
import { inProcessFleet } from '../../fakes/in-process-fleet.ts';

const groups = '/api/v1/groups';

describeOnEachDatabase('dynamic groups', (newPlace) => {
  test('who belongs to one is found out when somebody asks', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const owner = await fleet.owner();
    const filter = { all: [{ tag: 'site', value: 'Kiel' }, { not: { active: false } }] };
    const made = await fleet.ask(groups, owner, { body: { name: 'Kiel', filter } });
    expect(made).toMatchObject({
      status: 201,
      json: { name: 'Kiel', description: null, filter, created_by: 'admin', agent_count: 0, online_count: 0 },
    });
    const path = `${groups}/${made.json.id}`;
    const { uuid } = await fleet.agent();
    await fleet.agent();
    await fleet.ask(`/api/v1/agents/${uuid}/tags`, owner, { body: { key: 'site', value: 'Kiel' } });
    expect((await fleet.ask(path, owner)).json.agent_count).toBe(1);
    const members = await fleet.ask(`${path}/agents?includeTags=true`, owner);
    expect(members.json).toMatchObject({ count: 1, agents: [{ uuid, tags: { site: 'Kiel' } }] });
    await fleet.ask(`/api/v1/agents/${uuid}/active`, owner, { method: 'PATCH', body: { is_active: false } });
    expect((await fleet.ask(`${path}/agents`, owner)).json.count).toBe(0);
    expect((await fleet.ask(groups, owner)).json).toMatchObject({ total: 1, groups: [{ agent_count: 0 }] });
  });

  test('changed, with its name once, and removed; a filter that cannot be is refused', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const owner = await fleet.owner();
    const make = (name: string, filter: unknown = { online: true }) =>
      fleet.ask(groups, owner, { body: { name, filter } });
    const { id } = (await make('one')).json;
    await make('two');
    const put = (body: object) => fleet.ask(`${groups}/${id}`, owner, { method: 'PUT', body });
    expect((await put({ description: 'x', filter: { q: 'y' } })).json).toMatchObject({
      ...{ name: 'one', description: 'x', filter: { q: 'y' } },
    });
    expect(await put({ name: 'two' })).toMatchObject({ status: 409, json: { code: 'group_name_taken' } });
    expect(await make('two')).toMatchObject({ status: 409 });
    expect(await make('three', { nonsense: 1 })).toMatchObject({
      status: 400,
      json: { code: 'request_invalid' },
    });
    expect((await fleet.ask(`${groups}/${id}`, owner, { method: 'DELETE' })).status).toBe(204);
    expect(await put({ name: 'one' })).toMatchObject({ status: 404, json: { code: 'group_not_found' } });
    const viewer = await fleet.user('viewer');
    expect((await fleet.ask(groups, viewer)).json.total).toBe(1);
  });
});
