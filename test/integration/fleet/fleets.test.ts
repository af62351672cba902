import { expect, test } from 'vitest';
import { describeOnEachDatabase } from '../../fakes/each-database.ts';
import { inProcessFleet } from '../../fakes/in-process-fleet.ts';

const fleets = '/api/v1/fleets';

describeOnEachDatabase('fleets', (newPlace) => {
  test('made, listed, changed by PUT and PATCH; a name is there once', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const manager = await fleet.user('manager');
    const make = (body: object) => fleet.ask(fleets, manager, { body });
    const made = await make({ fleet_name: 'North', environment: 'production', tags: { team: 'a' } });
    expect(made).toMatchObject({
      status: 201,
      json: {
        ...{ fleet_name: 'North', customer_id: await fleet.tenantId(), fleet_type: 'physical' },
        ...{ status: 'active', environment: 'production', tags: { team: 'a' }, current_cost: null },
        ...{ billing_enabled: false, device_count: 0, online_count: 0 },
      },
    });
    expect(await make({ fleet_name: 'North' })).toMatchObject({
      status: 409,
      json: { code: 'fleet_name_taken' },
    });
    await make({ fleet_name: 'East', fleet_type: 'virtual' });
    const list = async (query = '') => (await fleet.ask(fleets + query, manager)).json;
    expect((await list()).fleets.map((one: { fleet_name: string }) => one.fleet_name)).toEqual([
      'East',
      'North',
    ]);
    expect(await list('?environment=production')).toMatchObject({
      total: 1,
      fleets: [{ fleet_name: 'North' }],
    });
    expect(await list('?fleet_type=virtual')).toMatchObject({ total: 1, fleets: [{ fleet_name: 'East' }] });
    expect(await list('?status=inactive')).toEqual({ total: 0, fleets: [] });
    const path = `${fleets}/${made.json.fleet_uuid}`;
    const put = (method: string, body: object) => fleet.ask(path, manager, { method, body });
    expect((await put('PUT', { location: 'Kiel', budget_limit: 12.5 })).json).toMatchObject({
      ...{ fleet_name: 'North', location: 'Kiel', budget_limit: 12.5, environment: 'production' },
    });
    expect((await put('PATCH', { environment: null, fleet_name: 'North Sea' })).json).toMatchObject({
      ...{ fleet_name: 'North Sea', environment: null, location: 'Kiel' },
    });
    expect((await put('PUT', { fleet_name: 'East' })).status).toBe(409);
    expect((await fleet.ask(`${fleets}/nowhere`, manager)).json).toMatchObject({ code: 'fleet_not_found' });
  });

  test('agents are put in, move from one to another, and are taken out', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const owner = await fleet.owner();
    const make = async (fleet_name: string) =>
      (await fleet.ask(fleets, owner, { body: { fleet_name } })).json.fleet_uuid as string;
    const [north, east] = [await make('North'), await make('East')];
    const [a, b] = [await fleet.agent(), await fleet.agent()];
    const foreign = await fleet.agent(await fleet.otherTenant());
    const add = (to: string, body: object) => fleet.ask(`${fleets}/${to}/agents`, owner, { body });
    expect((await add(north, { agent_uuid: a.uuid })).json).toMatchObject({ added: 1, device_count: 1 });
    expect((await add(north, { agent_uuids: [a.uuid, b.uuid, foreign.uuid] })).json).toMatchObject({
      ...{ added: 2, device_count: 2, not_found: [foreign.uuid] },
    });
    expect((await add(east, { agent_uuid: b.uuid })).json.device_count).toBe(1);
    const detail = await fleet.ask(`${fleets}/${north}`, owner);
    expect(detail.json).toMatchObject({ device_count: 1, agents: [{ uuid: a.uuid, fleet_uuid: north }] });
    const out = (from: string, uuid: string) =>
      fleet.ask(`${fleets}/${from}/agents/${uuid}`, owner, { method: 'DELETE' });
    expect(await out(north, b.uuid)).toMatchObject({ status: 404, json: { code: 'agent_not_found' } });
    expect((await out(north, a.uuid)).json.device_count).toBe(0);
    expect((await add('nowhere', { agent_uuid: a.uuid })).status).toBe(404);
  });

  test('a fleet with agents is removed only by force, which leaves them without one', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const owner = await fleet.owner();
    const { json } = await fleet.ask(fleets, owner, { body: { fleet_name: 'North' } });
    const path = `${fleets}/${json.fleet_uuid}`;
    const { uuid } = await fleet.agent();
    await fleet.ask(`${path}/agents`, owner, { body: { agent_uuid: uuid } });
    const remove = (query = '') => fleet.ask(path + query, owner, { method: 'DELETE' });
    expect(await remove()).toMatchObject({ status: 409, json: { code: 'fleet_not_empty' } });
    expect((await remove('?force=true')).json).toMatchObject({ agents_released: 1 });
    expect((await fleet.ask(path, owner)).status).toBe(404);
    expect((await remove()).status).toBe(404);
    expect((await fleet.ask(`/api/v1/agents/${uuid}`, owner)).json.device.fleet_uuid).toBeNull();
    // Its name is free again.
    expect((await fleet.ask(fleets, owner, { body: { fleet_name: 'North' } })).status).toBe(201);
  });

  test('a provisioning key is for a fleet that is there', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const owner = await fleet.owner();
    const { json } = await fleet.ask(fleets, owner, { body: { fleet_name: 'North' } });
    const key = (fleetUuid: string) => fleet.ask('/api/v1/provision/keys', owner, { body: { fleetUuid } });
    expect(await key('nowhere')).toMatchObject({ status: 404, json: { code: 'fleet_not_found' } });
    const enrolled = await fleet.ask('/api/v1/provision/agent', null, {
      body: { provisioningKey: (await key(json.fleet_uuid)).json.key, deviceName: 'pump' },
    });
    expect(enrolled.json.fleetUuid).toBe(json.fleet_uuid);
    expect((await fleet.ask(`${fleets}/${json.fleet_uuid}`, owner)).json.device_count).toBe(1);
  });

  test('nothing of a fleet or a group of another tenant is there (OWASP API1:2023)', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const owner = await fleet.owner();
    const stranger = await fleet.user('owner', await fleet.otherTenant());
    const one = (await fleet.ask(fleets, owner, { body: { fleet_name: 'North' } })).json.fleet_uuid;
    const body = { name: 'All', filter: { all: [] } };
    const group = (await fleet.ask('/api/v1/groups', owner, { body })).json.id;
    const { uuid } = await fleet.agent();
    const tries: [string, string, object?][] = [
      ['GET', `${fleets}/${one}`],
      ['PUT', `${fleets}/${one}`, { fleet_name: 'Mine' }],
      ['DELETE', `${fleets}/${one}?force=true`],
      ['POST', `${fleets}/${one}/agents`, { agent_uuid: uuid }],
      ['DELETE', `${fleets}/${one}/agents/${uuid}`],
      ['GET', `/api/v1/groups/${group}`],
      ['PUT', `/api/v1/groups/${group}`, { name: 'Mine' }],
      ['DELETE', `/api/v1/groups/${group}`],
      ['GET', `/api/v1/groups/${group}/agents`],
    ];
    for (const [method, path, sent] of tries) {
      const answer = await fleet.ask(path, stranger, { method, ...(sent && { body: sent }) });
      expect(answer.status, `${method} ${path}`).toBe(404);
    }
    expect((await fleet.ask(fleets, stranger)).json.total).toBe(0);
    expect((await fleet.ask('/api/v1/groups', stranger)).json.total).toBe(0);
    const foreign = await fleet.ask('/api/v1/agents', stranger, {
      body: { deviceName: 'x', fleetUuid: one },
    });
    expect(foreign.status).toBe(404);
  });
});
