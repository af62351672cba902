import { expect, test } from 'vitest';
import { agentSchema } from '../../../shared/fleet-api/agent-schemas.ts';
import { describeOnEachDatabase } from '../../fakes/each-database.ts';
import { type InProcessFleet, inProcessFleet } from '../../fakes/in-process-fleet.ts';

const agents = '/api/v1/agents';

const uuidsOf = (answer: { json: { agents: { uuid: string }[] } }) =>
  answer.json.agents.map(({ uuid }) => uuid);

/** Tells of an agent what its reports would. */
async function setPresence(fleet: InProcessFleet, agent_uuid: string, isOnline: boolean): Promise<void> {
  const at = Date.now();
  const row = { agent_uuid, tenant_id: await fleet.tenantId(), is_online: isOnline ? 1 : 0 };
  await fleet.store.write((trx) =>
    trx
      .insertInto('agent_presence')
      .values({ ...row, last_seen_at: at, changed_at: at, report_interval_ms: 60_000 })
      .execute(),
  );
}

describeOnEachDatabase('agents', (newPlace) => {
  test('the list has the public shape; what nobody told is null, and nothing is made up', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const viewer = await fleet.user('viewer');
    const { uuid } = await fleet.agent();
    const foreign = await fleet.agent(await fleet.otherTenant());
    const answer = await fleet.ask(agents, viewer);
    expect(answer).toMatchObject({
      status: 200,
      json: {
        count: 1,
        pagination: { page: 1, limit: 10, totalDevices: 1, totalPages: 1 },
        nextCursor: null,
      },
    });
    const [agent] = answer.json.agents;
    expect(agent).toEqual({
      ...{ id: uuid, uuid, name: agent.name, device_name: agent.name, device_type: null, location: null },
      ...{ state: 'active', provisioning_state: 'registered', status: 'offline', is_online: false },
      ...{ lastSeen: null, last_connectivity_event: null, ip_address: null, mac_address: null },
      ...{ os_version: null, architecture: null, agent_version: null, cpu_usage: null, cpu_temp: null },
      ...{ memory_usage: null, memory_total: null, storage_usage: null, storage_total: null },
      ...{ target_apps_count: null, current_apps_count: null, last_reported: null, fleet_uuid: null },
      ...{ created_at: expect.any(String), metrics: { cpu: null, memory: null, io: null } },
    });
    expect(agentSchema.strict().safeParse(agent).success).toBe(true);
    expect(await fleet.ask(`${agents}/${uuid}`, viewer)).toMatchObject({
      status: 200,
      json: { device: { uuid, tags: {} }, target_state: null, current_state: null },
    });
    expect(await fleet.ask(`${agents}/${foreign.uuid}`, viewer)).toMatchObject({
      status: 404,
      json: { error: 'Device not found', code: 'agent_not_found' },
    });
  });

  test('the list is filtered by what the query says, and a filter in a body finds the same', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const owner = await fleet.owner();
    const make = async (fields: object) =>
      (await fleet.ask(agents, owner, { body: { deviceName: 'x', ...fields } })).json.device.uuid as string;
    const area = (await fleet.ask('/api/v1/fleets', owner, { body: { fleet_name: 'North' } })).json
      .fleet_uuid;
    const pump = await make({ deviceName: 'Pump 1', tags: { site: 'Kiel', spare: '' }, fleetUuid: area });
    const valve = await make({ deviceName: 'Valve 100%', tags: { site: 'Bonn' } });
    const meter = await make({ deviceName: 'Meter', location: 'Roof of pump house' });
    await setPresence(fleet, pump, true);
    await setPresence(fleet, valve, false);
    await fleet.restart();
    const path = `${agents}/${meter}/active`;
    await fleet.ask(path, owner, { method: 'PATCH', body: { is_active: false } });
    const cases: [string, unknown, string[]][] = [
      ['', { all: [] }, [meter, pump, valve]],
      ['online=true', { online: true }, [pump]],
      ['online=false', { online: false }, [meter, valve]],
      ['filter=inactive', { active: false }, [meter]],
      [`fleet=${area}`, { fleet: area }, [pump]],
      ['fleet=none', { fleet: null }, [meter, valve]],
      ['tag=site', { tag: 'site' }, [pump, valve]],
      ['tag=site:Kiel,spare', { all: [{ tag: 'site', value: 'Kiel' }, { tag: 'spare' }] }, [pump]],
      ['q=PUMP', { q: 'PUMP' }, [meter, pump]],
      ['q=0%25', { field: 'name', contains: '0%' }, [valve]],
      ['q=%25', { any: [{ field: 'name', is: 'Valve 100%' }] }, [valve]],
    ];
    for (const [query, filter, expected] of cases) {
      const listed = await fleet.ask(`${agents}?${query}`, owner);
      expect(uuidsOf(listed), query).toEqual(expected);
      const found = await fleet.ask(`${agents}/query`, owner, { body: { filter } });
      expect(uuidsOf(found), JSON.stringify(filter)).toEqual(expected);
      expect(found.json.pagination.totalDevices).toBe(expected.length);
    }
    const tagged = await fleet.ask(`${agents}?includeTags=true&sort=created_at&order=desc`, owner);
    expect(tagged.json.agents.map(({ tags }: { tags: unknown }) => tags)).toEqual([
      {},
      { site: 'Bonn' },
      { site: 'Kiel', spare: '' },
    ]);
    expect(tagged.json.agents[2]).toMatchObject({ status: 'online', is_online: true });
    expect(Date.parse(tagged.json.agents[2].lastSeen)).toBeGreaterThan(0);
  });

  test('pages by number and by cursor go through all of it', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const owner = await fleet.owner();
    const made = await Promise.all(Array.from({ length: 7 }, () => fleet.agent()));
    const second = await fleet.ask(`${agents}?limit=3&page=3`, owner);
    expect(second.json).toMatchObject({ count: 1, pagination: { page: 3, totalDevices: 7, totalPages: 3 } });
    const seen: string[] = [];
    let cursor: string | null = '';
    do {
      const page = await fleet.ask(`${agents}?limit=3${cursor && `&cursor=${cursor}`}`, owner);
      seen.push(...uuidsOf(page as never));
      cursor = page.json.nextCursor;
    } while (cursor !== null);
    expect(seen.toSorted()).toEqual(made.map(({ uuid }) => uuid).toSorted());
    const wrong = await fleet.ask(`${agents}?cursor=nonsense`, owner);
    expect(wrong).toMatchObject({ status: 400, json: { code: 'cursor_invalid' } });
  });

  test('what people say of an agent is changed, taken away and written into the audit log', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const manager = await fleet.user('manager');
    const { uuid } = await fleet.agent();
    const patch = (body: object) => fleet.ask(`${agents}/${uuid}`, manager, { method: 'PATCH', body });
    const changed = await patch({ deviceName: ' Pump ', location: 'Kiel', ipAddress: '10.0.0.1' });
    expect(changed).toMatchObject({
      status: 200,
      json: { success: true, device: { name: 'Pump', location: 'Kiel', ip_address: '10.0.0.1' } },
    });
    expect((await patch({ location: null })).json.device).toMatchObject({ name: 'Pump', location: null });
    expect(await patch({ deviceName: '' })).toMatchObject({ status: 400 });
    expect(await patch({ fleetUuid: 'nowhere' })).toMatchObject({
      status: 404,
      json: { code: 'fleet_not_found' },
    });
    // Through the path in upper case, too: uuids are the same then.
    expect((await fleet.ask(`${agents}/${uuid.toUpperCase()}`, manager)).json.device.name).toBe('Pump');
    const { json } = await fleet.ask(`/api/v1/audit/events?deviceUuid=${uuid}`, await fleet.owner());
    expect(json.events.map(({ event_type }: { event_type: string }) => event_type)).toEqual([
      'device.updated',
      'device.updated',
    ]);
  });

  test('an agent that is shut out or removed is refused at once', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const owner = await fleet.owner();
    const { uuid, key } = await fleet.agent();
    // A row that takes device keys.
    const asDevice = () => fleet.ask(`/api/v1/device/${uuid}/key-status`, key);
    const active = (isActive: boolean) =>
      fleet.ask(`${agents}/${uuid}/active`, owner, { method: 'PATCH', body: { isActive } });
    expect((await asDevice()).status).toBe(200);
    expect((await active(false)).json.device).toMatchObject({ state: 'inactive' });
    expect(await asDevice()).toMatchObject({ status: 403, json: { code: 'device_inactive' } });
    await active(true);
    expect((await asDevice()).status).toBe(200);
    await fleet.ask(`${agents}/${uuid}/tags`, owner, { body: { key: 'site', value: 'Kiel' } });
    const manager = await fleet.user('manager');
    expect((await fleet.ask(`${agents}/${uuid}`, manager, { method: 'DELETE' })).status).toBe(403);
    expect((await fleet.ask(`${agents}/${uuid}`, owner, { method: 'DELETE' })).status).toBe(200);
    expect((await asDevice()).status).toBe(404);
    expect((await fleet.ask(`${agents}/${uuid}`, owner)).status).toBe(404);
    expect((await fleet.ask(`${agents}/${uuid}`, owner, { method: 'DELETE' })).status).toBe(404);
    expect((await fleet.ask(agents, owner)).json.count).toBe(0);
    expect((await fleet.ask(`${agents}/tags`, owner)).json.tags).toEqual([]);
    const again = await fleet.ask(agents, owner, { body: { uuid, deviceName: 'again' } });
    expect(again).toMatchObject({ status: 201, json: { device: { provisioning_state: 'pending' } } });
  });

  test('an agent that is announced keeps its fleet when it registers; twice is refused', async () => {
    const fleet = await inProcessFleet({ place: await newPlace(), options: { deviceLimit: 2 } });
    const owner = await fleet.owner();
    const uuid = '0195a8c0-0000-4000-8000-000000000001';
    const body = { uuid, deviceName: 'Pump', location: 'Kiel', tags: { site: 'Kiel' } };
    expect((await fleet.ask(agents, owner, { body })).status).toBe(201);
    expect(await fleet.ask(agents, owner, { body })).toMatchObject({
      status: 409,
      json: { code: 'agent_exists' },
    });
    const stranger = await fleet.user('owner', await fleet.otherTenant());
    expect((await fleet.ask(agents, stranger, { body })).status).toBe(409);
    const { json } = await fleet.ask('/api/v1/provision/keys', owner, { body: {} });
    const enrolled = await fleet.ask('/api/v1/provision/agent', null, {
      body: { provisioningKey: json.key, uuid, deviceName: 'pump-1' },
    });
    expect(enrolled.status, enrolled.text).toBe(201);
    expect((await fleet.ask(`${agents}/${uuid}`, owner)).json.device).toMatchObject({
      ...{ name: 'pump-1', location: 'Kiel', provisioning_state: 'registered', tags: { site: 'Kiel' } },
    });
    const more = (deviceName: string) => fleet.ask(agents, owner, { body: { deviceName } });
    expect((await more('second')).status).toBe(201);
    expect(await more('third')).toMatchObject({ status: 403, json: { code: 'device_limit_reached' } });
  });

  test('nothing of an agent of another tenant is there (OWASP API1:2023)', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const stranger = await fleet.user('owner', await fleet.otherTenant());
    const { uuid } = await fleet.agent();
    const at = `${agents}/${uuid}`;
    const tries: [string, string, object?][] = [
      ['GET', at],
      ['PATCH', at, { deviceName: 'mine' }],
      ['DELETE', at],
      ['PATCH', `${at}/active`, { is_active: false }],
      ['GET', `${at}/tags`],
      ['POST', `${at}/tags`, { tags: { a: 'b' } }],
      ['PUT', `${at}/tags`, { tags: {} }],
      ['DELETE', `${at}/tags/a`],
    ];
    for (const [method, path, body] of tries) {
      const answer = await fleet.ask(path, stranger, { method, ...(body && { body }) });
      expect(answer, `${method} ${path}`).toMatchObject({ status: 404, json: { code: 'agent_not_found' } });
    }
    expect((await fleet.ask(agents, stranger)).json.count).toBe(0);
    expect((await fleet.ask(at, await fleet.owner())).json.device).toMatchObject({
      state: 'active',
      tags: {},
    });
  });
});
