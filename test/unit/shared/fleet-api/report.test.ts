import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeReports, type Report, readReport } from '../../../../shared/fleet-api/report.ts';

/** The first report of the public agent after its start (wire §3.2). */
const first = {
  apps: {},
  is_online: true,
  version: 2,
  uptime: 12,
  cpu_usage: 3.5,
  cpu_temp: 41,
  memory_usage: 512,
  memory_total: 2048,
  storage_usage: 100,
  storage_total: 1000,
  network_interfaces: [{ name: 'eth0', ip4: '10.0.0.2', default: true }],
  local_ip: '10.0.0.2',
  os_version: 'Debian 12',
  architecture: 'arm64',
  agent_version: '1.0.547',
  devices: [],
  config: { endpoints: [{ id: 'u', name: 'pump', protocol: 'modbus' }] },
  endpoints_health: {
    pump: { protocol: 'modbus', status: 'online', connected: true, errorCount: 0, lastError: null },
  },
};

describe('a report of an agent', () => {
  test('the first one of the public agent is read whole', () => {
    const { lastError: _null, ...health } = first.endpoints_health.pump;
    expect(readReport(first)).toEqual({
      report: { ...first, endpoints_health: { pump: health } },
      dropped: [],
    });
  });

  test('what does not fit is dropped and named, the rest counts; what is not known is kept', () => {
    const read = readReport({
      apps: {},
      is_online: 'yes',
      version: 1.5,
      cpu_usage: 'NaN',
      cpu_temp: null,
      memory_usage: -1,
      memory_total: 2048,
      novelty: { any: ['thing'] },
      top_processes: 'many',
      endpoints_health: { pump: { connected: 1, status: 'online' }, fan: 'broken', valve: { lastPoll: 5 } },
    });
    expect(read?.report).toEqual({
      apps: {},
      memory_total: 2048,
      novelty: { any: ['thing'] },
      endpoints_health: { pump: { status: 'online' }, valve: { lastPoll: 5 } },
    });
    expect(read?.dropped).toEqual([
      'is_online',
      'version',
      'cpu_usage',
      'memory_usage',
      'top_processes',
      'endpoints_health.pump.connected',
      'endpoints_health.fan',
    ]);
  });

  test('numbers of JSON that are no numbers: 1e999', () => {
    const read = readReport(JSON.parse('{"cpu_usage":1e999,"uptime":-1e999,"version":3}'));
    expect(read).toEqual({ report: { version: 3 }, dropped: ['cpu_usage', 'uptime'] });
  });

  test('a field that is nested without end is dropped, not the report', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`);
    expect(
      readReport({ version: 1, novelty: deep, config: deep, endpoints_health: { x: { y: deep } } }),
    ).toEqual({
      report: { version: 1 },
      dropped: ['novelty', 'config', 'endpoints_health'],
    });
  });

  test.each([[null], [[]], ['x'], [5], [undefined]])('no object is no report: %j', (given) => {
    expect(readReport(given)).toBeNull();
  });

  test('anything is read without a throw, and reading again drops nothing', () => {
    const known = Object.fromEntries(Object.keys(first).map((name) => [name, fc.jsonValue()]));
    const given = fc.oneof(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.record(known, { requiredKeys: [] }),
    );
    fc.assert(
      fc.property(given, (report) => {
        const read = readReport(report);
        expect(readReport(JSON.parse(JSON.stringify(read?.report)))).toEqual({
          report: read?.report,
          dropped: [],
        });
      }),
    );
  });
});

describe('what is known of an agent after some reports', () => {
  test('static fields and metrics stay until they come again', () => {
    const short = { apps: {}, is_online: false, version: 3 };
    expect(mergeReports(first as unknown as Report, short)).toEqual({ ...first, ...short });
    expect(mergeReports(null, short)).toEqual(short);
  });

  test('metrics go together: a temperature that is not reported any more is not an old one', () => {
    const next = { apps: {}, is_online: true, version: 2, cpu_usage: 9, memory_usage: 600 };
    const merged = mergeReports(first as unknown as Report, next);
    expect(merged).toMatchObject({ cpu_usage: 9, memory_usage: 600, os_version: 'Debian 12' });
    expect(merged).not.toHaveProperty('cpu_temp');
    expect(merged).not.toHaveProperty('uptime');
  });

  test('fields that nobody knows do not pile up', () => {
    let known: Report = { version: 0 };
    for (let count = 1; count < 50; count += 1)
      known = mergeReports(known, { version: count, [`x${count}`]: 1 });
    expect(known).toEqual({ version: 49, x49: 1 });
  });
});
