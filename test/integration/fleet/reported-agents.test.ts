import { connectAsync } from 'mqtt';
import { expect, onTestFinished, test } from 'vitest';
import { describeOnEachDatabase } from '../../fakes/each-database.ts';
import { eventually } from '../../fakes/eventually.ts';
import { inProcessFleet } from '../../fakes/in-process-fleet.ts';

const agents = '/api/v1/agents';
const minuteMs = 60_000;

describeOnEachDatabase('agents that report', (newPlace) => {
  test('are online with their newest figures, and missed after three of their own intervals', async () => {
    const clock = { now: Date.now() };
    const fleet = await inProcessFleet({ place: await newPlace(), options: { now: () => clock.now } });
    const owner = await fleet.owner();
    const { uuid, key } = await fleet.agent();
    const report = (fields: object) =>
      fleet.ask('/api/v1/device/state', key, {
        method: 'PATCH',
        body: { [uuid]: { apps: { a: {}, b: {} }, is_online: true, version: 1, ...fields } },
      });
    const first = { cpu_usage: 10, memory_usage: 200, memory_total: 800, os_version: 'Debian 12' };
    const config = { intervals: { agent: { reportIntervalMs: 10_000 } } };
    expect((await report({ ...first, config })).status).toBe(200);
    clock.now += 5_000;
    await report({ cpu_usage: 40, memory_usage: 400, memory_total: 800 });
    clock.now += 5_000;
    // Every second report is without figures.
    await report({});
    await fleet.ask(`${agents}/${uuid}/target-state`, owner, { body: { apps: { x: {} }, config: {} } });
    await eventually(async () => (await fleet.ask(`${agents}?online=true`, owner)).json.count).toBe(1);
    const { json } = await fleet.ask(agents, owner);
    expect(json.agents).toMatchObject([
      {
        ...{ uuid, is_online: true, status: 'online', os_version: 'Debian 12', cpu_usage: 40 },
        ...{ memory_usage: 400, current_apps_count: 2, target_apps_count: 1, cpu_temp: null },
        ...{ metrics: { cpu: 40, memory: 50, io: null } },
        last_reported: new Date(clock.now).toISOString(),
        lastSeen: new Date(clock.now).toISOString(),
      },
    ]);
    expect((await fleet.ask(`${agents}/${uuid}`, owner)).json).toMatchObject({
      device: { uuid },
      target_state: { apps: { x: {} }, version: 1, needs_deployment: false, deployed_by: 'admin' },
      current_state: { apps: { a: {}, b: {} }, version: 1, system_info: { cpu_usage: 40 } },
    });
    clock.now += 30_001;
    await eventually(async () => (await fleet.ask(`${agents}?online=false`, owner)).json.count).toBe(1);
    const events = await fleet.ask('/api/v1/audit/events?eventTypes=device.online,device.offline', owner);
    expect(events.json.events.map(({ event_type }: { event_type: string }) => event_type)).toEqual([
      'device.offline',
      'device.online',
    ]);
    clock.now += minuteMs;
    await report({});
    await eventually(async () => (await fleet.ask(`${agents}?online=true`, owner)).json.count).toBe(1);
  });

  test('are online with an MQTT session, which ends when they are removed', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const owner = await fleet.owner();
    const { json: made } = await fleet.ask('/api/v1/provision/keys', owner, { body: {} });
    const { json: enrolled } = await fleet.ask('/api/v1/provision/agent', null, {
      body: { provisioningKey: made.key, deviceName: 'pump' },
    });
    const { username, password } = enrolled.mqtt;
    const clientId = `Iotistic_${enrolled.uuid}`;
    // Who is told its credentials is let in with them, at once and without another try.
    const connect = () => connectAsync(fleet.mqttUrl, { username, password, clientId, reconnectPeriod: 0 });
    const client = await connect();
    onTestFinished(() => void client.end(true));
    const online = async () => (await fleet.ask(`${agents}/${enrolled.uuid}`, owner)).json.device.is_online;
    await eventually(online).toBe(true);
    expect((await fleet.ask(`${agents}/${enrolled.uuid}`, owner, { method: 'DELETE' })).status).toBe(200);
    await eventually(() => client.connected).toBe(false);
    await expect(connect()).rejects.toThrow('refused');
  });
});
