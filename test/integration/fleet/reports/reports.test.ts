import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { agentBench } from '../../../fakes/agent-bench.ts';
import { describeOnEachDatabase } from '../../../fakes/each-database.ts';

const patch = { method: 'PATCH', headers: { 'content-type': 'application/json' } };
const at = '/api/v1/device/state';
const minuteMs = 60_000;

const base = { apps: {}, is_online: true, version: 1 };
const figures = { cpu_usage: 3.5, memory_usage: 512, memory_total: 2048, storage_usage: 1, storage_total: 2 };
const first = {
  ...base,
  ...figures,
  cpu_temp: 41,
  uptime: 12,
  local_ip: '10.0.0.2',
  os_version: 'Debian 12',
  architecture: 'arm64',
  agent_version: '1.0.547',
  network_interfaces: [{ name: 'eth0', mac: 'aa:bb', default: true }],
  config: { endpoints: [] },
};

describeOnEachDatabase('a report of an agent', (newPlace) => {
  test('plain or gzip, under its uuid or beside it: stored when it is answered', async () => {
    const bench = await agentBench(await newPlace());
    const { uuid, send } = bench;
    expect(await bench.ask('/current-state')).toMatchObject({
      status: 404,
      json: { error: 'No state reported yet', code: 'state_not_reported' },
    });
    const plain = await send(at, { ...patch, body: JSON.stringify({ [uuid]: first }) });
    expect([plain.status, plain.text]).toEqual([200, '{"status":"ok"}']);
    const now = new Date(bench.clock.now).toISOString();
    const { apps, is_online, version, config, ...system_info } = first;
    expect((await bench.ask('/current-state')).json).toEqual({
      ...{
        apps,
        is_online,
        version,
        config,
        system_info,
        endpoints_health: {},
        dropped: 0,
        reported_at: now,
      },
    });
    const packed = gzipSync(JSON.stringify({ [uuid.toUpperCase()]: { ...base, version: 2 } }));
    const headers = { ...patch.headers, 'content-encoding': 'gzip' };
    expect((await send(at, { ...patch, headers, body: packed })).status).toBe(200);
    const merged = (await bench.ask('/current-state')).json;
    expect(merged).toMatchObject({ version: 2, system_info: { os_version: 'Debian 12', cpu_temp: 41 } });
    for (const body of [
      { uuid, ...base, version: 3 },
      { deviceUuid: uuid, ...base, version: 4 },
    ]) {
      expect((await send(at, { ...patch, body: JSON.stringify(body) })).status).toBe(200);
    }
    expect((await bench.ask('/current-state')).json.version).toBe(4);
  });

  test('one of another agent is refused, and so is what is none', async () => {
    const { fleet, uuid, send } = await agentBench(await newPlace());
    const other = await fleet.agent();
    for (const body of [
      { [other.uuid]: first },
      { [uuid]: 'x' },
      { uuid: other.uuid, ...first },
      {},
      [],
      'x',
      null,
    ]) {
      const answer = await send(at, { ...patch, body: JSON.stringify(body) });
      expect([answer.status, JSON.parse(answer.text).code], JSON.stringify(body)).toEqual([
        400,
        expect.stringMatching(/report_unreadable|request_invalid/),
      ]);
    }
    const rows = await fleet.store.read.selectFrom('current_states').selectAll().execute();
    expect(rows).toEqual([]);
  });

  test('the row of the agent follows what it says of its machine, and only when that is new', async () => {
    const bench = await agentBench(await newPlace());
    await bench.report(first);
    const row = () =>
      bench.fleet.store.read
        .selectFrom('agents')
        .select(['ip_address', 'mac_address', 'os_version', 'architecture', 'agent_version'])
        .where('uuid', '=', bench.uuid)
        .executeTakeFirstOrThrow();
    const told = {
      ip_address: '10.0.0.2',
      mac_address: 'aa:bb',
      os_version: 'Debian 12',
      architecture: 'arm64',
    };
    expect(await row()).toEqual({ ...told, agent_version: '1.0.547' });
    await bench.fleet.store.write((trx) =>
      trx.updateTable('agents').set({ ip_address: '192.0.2.1' }).execute(),
    );
    await bench.report(base);
    expect(await row()).toEqual({ ...told, agent_version: '1.0.547', ip_address: '192.0.2.1' });
    await bench.report({ ...base, local_ip: '10.0.0.3' });
    expect((await row()).ip_address).toBe('10.0.0.3');
  });

  test('states before: one each time something but figures has changed', async () => {
    const bench = await agentBench(await newPlace());
    await bench.report(first);
    for (const cpu_usage of [1, 2, 3]) await bench.report({ ...base, cpu_usage, uptime: cpu_usage });
    expect((await bench.ask('/current-state/history')).json).toEqual({
      count: 0,
      states: [],
      nextCursor: null,
    });
    for (const version of [2, 3, 4]) {
      bench.clock.now += 1_000;
      await bench.report({ ...base, version });
    }
    const page = (await bench.ask('/current-state/history?limit=2')).json;
    expect(page.states.map(({ version }: { version: number }) => version)).toEqual([3, 2]);
    expect(page.states[0].system_info).not.toHaveProperty('cpu_usage');
    expect(page.states[0].system_info).toMatchObject({ os_version: 'Debian 12' });
    const rest = (await bench.ask(`/current-state/history?limit=2&cursor=${page.nextCursor}`)).json;
    expect(rest.states.map(({ version }: { version: number }) => version)).toEqual([1]);
    for (let version = 5; version < 70; version += 1) await bench.report({ ...base, version });
    expect((await bench.ask('/current-state/history?limit=1000')).json.count).toBe(50);
  });

  test('metrics by number and by period; numbers that are none are left out and counted', async () => {
    const bench = await agentBench(await newPlace());
    const started = bench.clock.now;
    for (let count = 0; count < 8; count += 1) {
      bench.clock.now = started + count * 10 * minuteMs;
      await bench.report({ ...base, ...figures, cpu_usage: count });
    }
    const cpu = ({ json }: { json: { metrics: { cpu_usage: number }[] } }) =>
      json.metrics.map((each) => each.cpu_usage);
    expect(cpu(await bench.ask('/metrics?limit=3'))).toEqual([7, 6, 5]);
    expect(cpu(await bench.ask('/metrics?period=30min'))).toEqual([7, 6, 5, 4]);
    expect((await bench.ask('/metrics')).json.metrics[0]).toEqual({
      ...{ agent_uuid: bench.uuid, recorded_at: new Date(bench.clock.now).toISOString() },
      ...{ ...figures, cpu_usage: 7, cpu_temp: null },
    });
    const odd = { ...base, cpu_usage: 'NaN', memory_usage: 1, version: 'x', storage_usage: null };
    bench.clock.now += minuteMs;
    expect((await bench.report(odd)).status).toBe(200);
    expect((await bench.ask('/current-state')).json).toMatchObject({ dropped: 2, version: 1 });
    expect((await bench.ask('/metrics?limit=1')).json.metrics[0]).toMatchObject({
      cpu_usage: null,
      memory_usage: 1,
    });
  });

  test('what is old goes: all metrics after two days but one each quarter of an hour, these after 90 days', async () => {
    const bench = await agentBench(await newPlace());
    const started = bench.clock.now;
    for (let count = 0; count < 31; count += 1) {
      bench.clock.now = started + count * minuteMs;
      await bench.report({ ...base, ...figures });
    }
    const { sweepReports } = await import('../../../../electron/fleet/reports/sweep-reports.ts');
    const left = async (days: number) => {
      await sweepReports(bench.fleet.store, bench.clock.now + days * 1_440 * minuteMs);
      return (await bench.ask('/metrics')).json.count;
    };
    expect(await left(1)).toBe(31);
    expect(await left(3)).toBe(3);
    expect(await left(89)).toBe(3);
    expect(await left(91)).toBe(0);
  });

  test('many at once: each is whole, the last of an agent counts', async () => {
    const bench = await agentBench(await newPlace());
    const others = await Promise.all(Array.from({ length: 10 }, () => bench.fleet.agent()));
    const answers = await Promise.all(
      others.flatMap(({ uuid, key }) =>
        [1, 2, 3].map((version) => {
          const headers = { ...patch.headers, 'x-device-api-key': key };
          const body = JSON.stringify({ [uuid]: { ...base, version, os_version: uuid } });
          return bench.send(at, { ...patch, headers, body });
        }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const rows = await bench.fleet.store.read.selectFrom('current_states').selectAll().execute();
    expect(rows.map(({ report, agent_uuid }) => JSON.parse(report).os_version === agent_uuid)).toEqual(
      others.map(() => true),
    );
  });

  test('texts that a database cannot keep', async () => {
    const bench = await agentBench(await newPlace());
    const nul = 'a\0b';
    const health = { [nul]: { protocol: nul, lastError: nul, lastPoll: nul, connected: false } };
    const odd = { ...base, os_version: nul, agent_version: '\ud800', endpoints_health: health, [nul]: nul };
    expect((await bench.report(odd)).status).toBe(200);
    expect((await bench.ask('/current-state')).json.system_info).toMatchObject({
      os_version: nul,
      [nul]: nul,
    });
  });
});
