import { expect, test } from 'vitest';
import { agentBench } from '../../../fakes/agent-bench.ts';
import { describeOnEachDatabase } from '../../../fakes/each-database.ts';

const refused = (status: number, code: string) => ({ status, json: { code } });
const document = (mark: number) => ({ apps: {}, config: { mark } });

describeOnEachDatabase('a target state', (newPlace) => {
  test('made once, replaced, cleared, made again: numbers go on, and all of it is in the history', async () => {
    const { ask, fleet, uuid } = await agentBench(await newPlace());
    const path = '/target-state';
    expect((await ask(path)).json).toMatchObject({
      uuid,
      apps: {},
      config: {},
      version: null,
      updated_at: null,
    });
    expect(await ask(path, { method: 'DELETE' })).toMatchObject(refused(404, 'target_state_missing'));
    expect(await ask('/deploy', { body: {} })).toMatchObject(refused(404, 'target_state_missing'));
    const app = { appId: 7, appName: 'web', services: [{ serviceId: 1, imageName: 'nginx' }] };
    expect((await ask(path, { body: { apps: [app] } })).json).toMatchObject({ version: 1, apps: { 7: app } });
    expect(await ask(path, { body: document(9) })).toMatchObject(refused(409, 'target_state_exists'));
    expect((await ask(path, { method: 'PUT', body: document(2) })).json.version).toBe(2);
    expect((await ask(path, { method: 'DELETE' })).json).toMatchObject({ status: 'ok', version: 3 });
    expect((await ask(path)).json.version).toBeNull();
    expect((await ask(path, { body: document(4) })).json.version).toBe(4);
    const { json } = await ask(`${path}/history?limit=3`);
    const shown = (versions: { version: number; change: string }[]) =>
      versions.map(({ version, change }) => `${version} ${change}`);
    expect(shown(json.versions)).toEqual(['4 created', '3 cleared', '2 replaced']);
    const rest = await ask(`${path}/history?limit=3&cursor=${json.nextCursor}`);
    expect(shown(rest.json.versions)).toEqual(['1 created']);
    expect(rest.json.versions[0]).toMatchObject({ apps_count: 1, endpoints_count: 0, live_version: 1 });
    expect(rest.json.nextCursor).toBeNull();
    expect((await ask(`${path}/history/1`)).json).toMatchObject({ version: 1, apps: { 7: app } });
    expect(await ask(`${path}/history/5`)).toMatchObject(refused(404, 'target_version_not_found'));
    const events = await fleet.ask(`/api/v1/audit/events?deviceUuid=${uuid}`, await fleet.owner());
    expect(events.json.events.map(({ event_type }: { event_type: string }) => event_type)).toEqual(
      ['created', 'cleared', 'replaced', 'created'].map((change) => `target_state.${change}`),
    );
  });

  test('If-Match: whoever read an older version does not overwrite the newer one', async () => {
    const { ask } = await agentBench(await newPlace());
    const put = (mark: number, ifMatch: string) =>
      ask('/target-state', { method: 'PUT', body: document(mark), headers: { 'if-match': ifMatch } });
    expect(await put(1, '*')).toMatchObject(refused(412, 'target_state_changed'));
    const made = await ask('/target-state', { body: document(1) });
    const etag = made.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[0-9a-f]{40}"$/);
    expect((await ask('/target-state')).headers.get('etag')).toBe(etag);
    expect(await put(2, '"nothing"')).toMatchObject(refused(412, 'target_state_changed'));
    expect((await put(2, etag)).json.version).toBe(2);
    expect(await put(3, etag)).toMatchObject(refused(412, 'target_state_changed'));
    const both = await ask('/target-state');
    const tag = both.headers.get('etag') ?? '';
    const answers = await Promise.all([4, 5, 6, 7, 8].map((mark) => put(mark, tag)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412]);
    expect((await ask('/target-state')).json.version).toBe(3);
    const removal = { method: 'DELETE', headers: { 'if-match': tag } };
    expect(await ask('/target-state', removal)).toMatchObject(refused(412, 'target_state_changed'));
  });

  test('holding, cancelling, deploying twice; what was live comes back', async () => {
    const { ask } = await agentBench(await newPlace());
    await ask('/target-state', { body: document(1) });
    expect(await ask('/deploy/cancel', { method: 'POST' })).toMatchObject(
      refused(409, 'target_state_not_held'),
    );
    await ask('/target-state?hold=true', { method: 'PUT', body: document(2) });
    await ask('/target-state?hold=true', { method: 'PUT', body: document(3) });
    expect((await ask('/target-state')).json).toMatchObject({
      version: 3,
      needs_deployment: true,
      live_version: 1,
    });
    expect((await ask('/target-state/diff')).json).toEqual({
      from: 1,
      to: 3,
      differences: [{ path: '/config/mark', kind: 'changed', before: 1, after: 3 }],
    });
    expect((await ask('/deploy/cancel', { method: 'POST' })).json).toMatchObject({
      version: 4,
      config: { mark: 1 },
      needs_deployment: false,
    });
    expect((await ask('/deploy', { body: {} })).json).toMatchObject({
      version: 4,
      message: 'Version 4 was live already',
    });
  });

  test('an old version comes back as the newest one', async () => {
    const { ask } = await agentBench(await newPlace());
    for (const mark of [1, 2]) await ask('/target-state', { method: 'PUT', body: document(mark) });
    const restored = await ask('/target-state/history/1/restore?hold=true', { method: 'POST' });
    expect(restored.json).toMatchObject({ version: 3, config: { mark: 1 }, needs_deployment: true });
    expect((await ask('/target-state/history/1/restore', { method: 'POST' })).json).toMatchObject({
      version: 4,
      needs_deployment: false,
    });
    const missing = await ask('/target-state/history/99/restore', { method: 'POST' });
    expect(missing).toMatchObject(refused(404, 'target_version_not_found'));
    expect((await ask('/target-state/diff?from=1&to=4')).json.differences).toEqual([]);
    expect(await ask('/target-state/diff?to=reported')).toMatchObject(refused(404, 'state_not_reported'));
  });

  test('a difference to what the agent reports, in its own form', async () => {
    const bench = await agentBench(await newPlace());
    const pump = {
      uuid: 'u1',
      name: 'pump',
      protocol: 'snmp',
      connection: { host: 'a' },
      dataPoints: [{ name: 'p' }],
    };
    await bench.ask('/target-state', { body: { apps: {}, config: { endpoints: [pump] } } });
    const { uuid: _uuid, connection: _connection, ...rest } = pump;
    const reported = { ...rest, id: 'u1', connectionString: '{"host":"b"}' };
    await bench.report({ apps: {}, is_online: true, version: 1, config: { endpoints: [reported] } });
    expect((await bench.ask('/target-state/diff?from=reported&to=1')).json).toEqual({
      from: 'reported',
      to: 1,
      differences: [
        { path: '/config/endpoints/u1/connection/host', kind: 'changed', before: 'b', after: 'a' },
      ],
    });
  });

  test('a document that would make the agent replace itself is refused (wire §2.9)', async () => {
    const bench = await agentBench(await newPlace());
    const body = { apps: {}, config: { agent: { version: '2.0.0' } } };
    expect(await bench.ask('/target-state', { body })).toMatchObject(
      refused(400, 'target_state_self_update'),
    );
    expect((await bench.ask('/target-state')).json.version).toBeNull();
    await bench.report({ apps: {}, is_online: true, version: 0, agent_version: '2.0.0' });
    expect((await bench.ask('/target-state', { body })).status).toBe(200);
  });

  test('an agent of another tenant is none at all (OWASP API1:2023)', async () => {
    const { fleet, ask } = await agentBench(await newPlace());
    const foreign = await fleet.agent(await fleet.otherTenant());
    const owner = await fleet.owner();
    await ask('/target-state', { body: document(1) });
    for (const [method, below, body] of [
      ['GET', '/target-state'],
      ['POST', '/target-state', document(2)],
      ['PUT', '/target-state', document(2)],
      ['DELETE', '/target-state'],
      ['POST', '/deploy', {}],
      ['POST', '/deploy/cancel'],
      ['GET', '/target-state/history'],
      ['GET', '/target-state/history/1'],
      ['POST', '/target-state/history/1/restore'],
      ['GET', '/target-state/diff'],
      ['GET', '/current-state'],
      ['GET', '/current-state/history'],
      ['GET', '/metrics'],
      ['GET', '/logs'],
      ['GET', '/logs/services'],
      ['GET', '/devices'],
      ['POST', '/devices', { name: 'n', protocol: 'mqtt' }],
      ['PUT', '/devices/n', {}],
      ['DELETE', '/devices/n'],
      ['GET', '/device-health'],
      ['GET', '/reported-devices'],
      ['GET', '/protocol-adapters/modbus/n/history'],
    ] as const) {
      const answer = await fleet.ask(`/api/v1/agents/${foreign.uuid}${below}`, owner, { method, body });
      expect(answer, `${method} ${below}`).toMatchObject(refused(404, 'agent_not_found'));
    }
  });

  test('what does not fit is told with its path and what to do', async () => {
    const { ask } = await agentBench(await newPlace());
    const body = {
      apps: {},
      config: { endpoints: [{ name: 'p', protocol: 'modbus', connection: { type: 'tcp' } }] },
    };
    expect(await ask('/target-state', { body })).toMatchObject({
      status: 400,
      json: {
        code: 'request_invalid',
        details: [
          { path: 'body.config.endpoints.0.connection.host', message: 'give the host name or IP address' },
          { path: 'body.config.endpoints.0.dataPoints', message: 'give a list of data points' },
        ],
      },
    });
  });

  test('of many versions the newest hundred are kept, and the one that is live', async () => {
    const { ask, uuid, fleet } = await agentBench(await newPlace());
    await ask('/target-state', { body: document(0) });
    const puts = Array.from({ length: 120 }, (_, mark) =>
      ask('/target-state?hold=true', { method: 'PUT', body: document(mark) }),
    );
    await Promise.all(puts);
    const { json } = await ask('/target-state/history?limit=1000');
    expect(json.count).toBe(101);
    expect(json.versions.at(-1).version).toBe(1);
    expect((await ask('/deploy/cancel', { method: 'POST' })).json.config).toEqual({ mark: 0 });
    const marks = await fleet.store.read
      .selectFrom('sensors')
      .selectAll()
      .where('agent_uuid', '=', uuid)
      .execute();
    expect(marks).toEqual([]);
  });
});
