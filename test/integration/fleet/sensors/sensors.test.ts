import { expect, test } from 'vitest';
import { agentBench } from '../../../fakes/agent-bench.ts';
import { describeOnEachDatabase } from '../../../fakes/each-database.ts';

const refused = (status: number, code: string) => ({ status, json: { code } });

const pump = {
  name: 'pump',
  protocol: 'modbus',
  enabled: true,
  pollInterval: 1_000,
  connection: { type: 'tcp', host: '10.0.0.5', port: 502, slaveId: 1 },
  dataPoints: [{ name: 'flow', address: 0, type: 'holding', dataType: 'float32', unit: 'm³/h' }],
};

const names = ({ json }: { json: { devices: { name: string }[] } }) => json.devices.map(({ name }) => name);

describeOnEachDatabase('sensors of an agent', (newPlace) => {
  test('added, listed, changed by name and by uuid, removed: each write is a version of the target state', async () => {
    const { ask, clock } = await agentBench(await newPlace());
    const made = await ask('/devices', { body: pump });
    const at = new Date(clock.now).toISOString();
    expect(made).toMatchObject({
      status: 201,
      json: {
        ...{ status: 'ok', message: 'The sensor pump was added', version: 1 },
        device: {
          ...pump,
          createdAt: at,
          updatedAt: at,
          createdBy: 'manager',
          deploymentStatus: 'pending',
          health: null,
        },
      },
    });
    const { uuid } = made.json.device;
    expect(uuid).toMatch(/^[0-9a-f-]{36}$/);
    expect((await ask('/target-state')).json).toMatchObject({
      version: 1,
      change: 'sensors',
      config: { endpoints: [{ ...pump, uuid }] },
    });
    expect(await ask('/devices', { body: pump })).toMatchObject(refused(409, 'sensor_name_taken'));
    expect(await ask('/devices', { body: { ...pump, name: 'other', uuid } })).toMatchObject(
      refused(409, 'sensor_name_taken'),
    );
    expect((await ask('/devices', { body: { name: 'bus', protocol: 'mqtt' } })).status).toBe(201);
    const list = await ask('/devices');
    expect(list.json.agents).toEqual(list.json.devices);
    expect([list.json.count, names(list)]).toEqual([2, ['pump', 'bus']]);
    expect(names(await ask('/devices?protocol=mqtt'))).toEqual(['bus']);

    clock.now += 1_000;
    const changed = await ask(`/devices/${uuid}`, {
      method: 'PUT',
      body: { name: 'pump 2', enabled: false, uuid: 'x' },
    });
    expect(changed.json).toMatchObject({
      version: 3,
      device: {
        ...pump,
        name: 'pump 2',
        enabled: false,
        uuid,
        createdAt: at,
        updatedAt: new Date(clock.now).toISOString(),
      },
    });
    expect(await ask('/devices/pump', { method: 'PUT', body: {} })).toMatchObject(
      refused(404, 'sensor_not_found'),
    );
    expect(await ask('/devices/bus', { method: 'PUT', body: { name: 'pump 2' } })).toMatchObject(
      refused(409, 'sensor_name_taken'),
    );
    expect((await ask(`/devices/${encodeURIComponent('pump 2')}`, { method: 'DELETE' })).json).toMatchObject({
      status: 'ok',
      mode: 'soft',
      version: 4,
    });
    expect(await ask('/devices/pump%202', { method: 'DELETE' })).toMatchObject(
      refused(404, 'sensor_not_found'),
    );
    expect(names(await ask('/devices'))).toEqual(['bus']);
    expect((await ask('/target-state/history')).json.count).toBe(4);
  });

  test('only checked: told what would become of it, and nothing is changed', async () => {
    const { ask } = await agentBench(await newPlace());
    expect(await ask('/devices?validateOnly=true', { body: pump })).toMatchObject({
      status: 200,
      json: { message: 'The sensor pump can be added', device: { name: 'pump' } },
    });
    const broken = { ...pump, connection: { type: 'tcp' }, dataPoints: [] };
    expect(await ask('/devices?validateOnly=true', { body: broken })).toMatchObject({
      status: 400,
      json: {
        details: [
          { path: 'body.connection.host', message: 'give the host name or IP address' },
          { path: 'body.dataPoints', message: 'give at least one data point' },
        ],
      },
    });
    expect((await ask('/target-state')).json.version).toBeNull();
    await ask('/devices', { body: pump });
    expect(await ask('/devices?validateOnly=true', { body: pump })).toMatchObject(
      refused(409, 'sensor_name_taken'),
    );
    const change = { method: 'PUT', body: { pollInterval: 1 } };
    expect(await ask('/devices/pump', change)).toMatchObject({
      status: 400,
      json: {
        error: 'Validation failed',
        message: expect.stringContaining('pollInterval: give a whole number from 100 to 86400000'),
      },
    });
    const good = { method: 'PUT', body: { pollInterval: 500 } };
    expect((await ask('/devices/pump?validateOnly=true', good)).json.device.pollInterval).toBe(500);
    expect((await ask('/devices')).json.devices[0].pollInterval).toBe(1_000);
    expect((await ask('/target-state')).json.version).toBe(1);
  });

  test('what is held back stays held back when a sensor is changed', async () => {
    const bench = await agentBench(await newPlace());
    await bench.ask('/devices?hold=true', { body: pump });
    await bench.ask('/devices', { body: { name: 'bus', protocol: 'mqtt' } });
    expect((await bench.ask('/devices')).json.devices[0]).toMatchObject({ syncedToConfig: false });
    expect((await bench.send(`/api/v1/device/${bench.uuid}/state`)).status).toBe(304);
    await bench.ask('/deploy', { body: {} });
    const { text } = await bench.send(`/api/v1/device/${bench.uuid}/state`);
    expect(JSON.parse(text)[bench.uuid].config.endpoints).toHaveLength(2);
  });

  test('an mqtt sensor gets the topic of its own (wire §1.7)', async () => {
    const { ask, fleet, uuid } = await agentBench(await newPlace());
    const { device } = (await ask('/devices', { body: { name: 'bus', protocol: 'mqtt' } })).json;
    expect(device.connection).toEqual({ topic: `i/${await fleet.tenantId()}/a/${uuid}/d/${device.uuid}` });
  });

  test('deployed when the agent says so, with its health and what is behind it', async () => {
    const bench = await agentBench(await newPlace());
    const { uuid } = (await bench.ask('/devices', { body: pump })).json.device;
    const health = {
      protocol: 'modbus',
      status: 'online',
      connected: true,
      errorCount: 0,
      lastPoll: 'now',
      lastSeen: 5,
    };
    const report = {
      ...{ apps: {}, is_online: true, version: 0 },
      config: { endpoints: [{ id: uuid, name: 'pump', protocol: 'modbus' }] },
      devices: [{ device_uuid: 'd1', endpoint_uuid: uuid, deviceName: 'slave 1' }, { name: 'alone' }],
      endpoints_health: { pump: health },
    };
    const sensor = async () => (await bench.ask('/devices')).json.devices[0];
    await bench.report(report);
    expect(await sensor()).toMatchObject({ deploymentStatus: 'pending', lastDeployedAt: null });
    await bench.report({ ...report, version: 1 });
    const now = new Date(bench.clock.now).toISOString();
    expect(await sensor()).toMatchObject({
      ...{ deploymentStatus: 'deployed', lastDeployedAt: now, childCount: 1 },
      children: [{ uuid: 'd1', endpointUuid: uuid, name: 'slave 1', enabled: null }],
      health: {
        status: 'online',
        connected: true,
        errorCount: 0,
        lastPoll: 'now',
        lastError: null,
        updatedAt: now,
      },
    });
    await bench.report({ ...report, version: 1, config: { endpoints: [] } });
    expect((await sensor()).deploymentStatus).toBe('pending');
    expect((await bench.ask('/reported-devices')).json).toMatchObject({
      count: 2,
      devices: [{ name: 'slave 1' }, { name: 'alone' }],
    });
    await bench.ask('/devices', { body: { name: 'bus', protocol: 'mqtt', enabled: false } });
    expect((await bench.ask('/device-health')).json).toMatchObject({
      deviceUuid: bench.uuid,
      summary: { total: 2, enabled: 1, disabled: 1, byProtocol: { modbus: 1, mqtt: 1 } },
      devices: [
        { name: 'pump', status: 'online', connected: true, lastSeen: 5, dataPoints: 1, pollInterval: 1_000 },
        { name: 'bus', status: null, connected: null, enabled: false },
      ],
    });
    expect((await bench.ask('/device-health?protocolType=mqtt')).json.summary.total).toBe(1);
  });

  test('how a sensor was: every change and every quarter of an hour; gone with it only when removed hard', async () => {
    const bench = await agentBench(await newPlace());
    const { uuid } = (await bench.ask('/devices', { body: pump })).json.device;
    const minute = async (connected: boolean) => {
      bench.clock.now += 60_000;
      const health = {
        protocol: 'modbus',
        connected,
        errorCount: connected ? 0 : 1,
        lastPoll: bench.clock.now,
      };
      await bench.report({ apps: {}, is_online: true, version: 1, endpoints_health: { pump: health } });
    };
    for (let count = 0; count < 31; count += 1) await minute(count !== 20);
    const history = async (query = '') =>
      (await bench.ask(`/protocol-adapters/modbus/pump/history${query}`)).json;
    const { history: rows, ...asked } = await history();
    expect(asked).toEqual({
      agent_uuid: bench.uuid,
      protocol_type: 'modbus',
      device_name: 'pump',
      hours: 24,
      count: 5,
    });
    expect(rows.map(({ connected }: { connected: boolean }) => connected)).toEqual([
      true,
      true,
      false,
      true,
      true,
    ]);
    expect(rows[2]).toMatchObject({ device_name: 'pump', error_count: 1, last_error: null });
    expect((await history('?hours=0.2')).count).toBe(3);
    expect((await bench.ask(`/protocol-adapters/modbus/${uuid}/history`)).json.count).toBe(5);
    expect((await bench.ask('/protocol-adapters/opcua/pump/history')).json.count).toBe(0);
    await bench.ask('/devices/pump', { method: 'DELETE' });
    expect((await history()).count).toBe(5);
    await bench.ask('/devices', { body: pump });
    expect((await bench.ask('/devices/pump?hard=true', { method: 'DELETE' })).json.mode).toBe('hard');
    expect((await history()).count).toBe(0);
  });

  test('documents that are nested without end are refused in words', async () => {
    const { ask, fleet, path, manager } = await agentBench(await newPlace());
    await ask('/devices', { body: pump });
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    for (const [method, below, body] of [
      ['POST', '/devices', `{"name":"x","protocol":"mqtt","metadata":{"a":${deep}}}`],
      ['PUT', '/devices/pump', `{"metadata":{"a":${deep}}}`],
      ['PUT', '/target-state', `{"apps":{},"config":{"a":${deep}}}`],
    ] as const) {
      const answer = await fetch(`${fleet.url}${path}${below}`, {
        method,
        body,
        headers: { 'content-type': 'application/json', 'x-api-key': manager },
      });
      expect([answer.status, await answer.text()], below).toEqual([400, expect.stringContaining('64 deep')]);
    }
  });
});
