import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AgentBench, agentBench } from '../../../fakes/agent-bench.ts';
import { describeOnEachDatabase } from '../../../fakes/each-database.ts';

/** Good documents with something wrong anywhere in them: refused or taken, never a failure of the server. */

const endpoint = {
  ...{ uuid: 'u1', name: 'pump', protocol: 'modbus', enabled: true, pollInterval: 1_000, metadata: { a: 1 } },
  connection: { type: 'tcp', host: '10.0.0.5', port: 502 },
  dataPoints: [{ name: 'flow', address: 0, type: 'holding' }],
};
const document = {
  apps: [{ appId: 1, services: [{ serviceId: 1, config: { ports: ['80'] } }] }],
  config: { endpoints: [endpoint], intervals: { agent: { reportIntervalMs: 60_000 } }, agent: {}, own: [1] },
};
const report = {
  ...{ apps: {}, is_online: true, version: 1, cpu_usage: 1, local_ip: '10.0.0.2', os_version: 'Debian' },
  devices: [{ uuid: 'd', endpoint_uuid: 'u1', name: 'slave' }],
  network_interfaces: [{ name: 'eth0', mac: 'aa:bb', default: true }],
  config: { endpoints: [{ id: 'u1', name: 'pump', connectionString: '{}' }] },
  endpoints_health: {
    pump: { protocol: 'modbus', connected: true, lastPoll: 'x', errorCount: 0, lastError: 'e' },
  },
};
const line = {
  timestamp: 1,
  level: 'info',
  message: 'm',
  source: { type: 'system', name: 's' },
  context: { a: 1 },
};

const nasty = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    '',
    'a\0b',
    '\ud800',
    '__proto__',
    1e308,
    -0,
    2 ** 53,
    { toString: 1 },
    'x'.repeat(3_000),
  ),
);

/** The document with one value in it, or its name, replaced by another one. */
const damaged = (good: object) =>
  fc.tuple(fc.nat(1_000), fc.boolean(), nasty).map(([place, isName, other]) => {
    let left = place % countOf(good);
    return JSON.stringify(good, function (this: unknown, name, value) {
      left -= 1;
      if (left !== 0 || name === '') return value;
      if (!isName || Array.isArray(this)) return other;
      return { [name]: value, [typeof other === 'string' ? other : 'x']: value };
    });
  });

function countOf(good: object): number {
  let count = 0;
  JSON.stringify(good, (_name, value) => {
    count += 1;
    return value;
  });
  return count;
}

/** Everything that reads what was stored. */
const reading = [
  '/target-state',
  '/target-state/history',
  '/target-state/diff?from=reported',
  '/current-state',
].concat(
  [
    '/current-state/history',
    '/metrics',
    '/logs',
    '/logs/services',
    '/devices',
    '/device-health',
    '/reported-devices',
  ],
  ['/protocol-adapters/modbus/pump/history', '/protocol-adapters/%00/%00/history', '/logs?q=%00&service=%00'],
);

async function sendAll(bench: AgentBench, [target, sensor, state, log]: readonly string[]): Promise<void> {
  const json = { 'content-type': 'application/json' };
  const person = { ...json, 'x-api-key': bench.manager };
  const at = `/api/v1/device/${bench.uuid}`;
  for (const [method, path, body, headers] of [
    ['PUT', `${bench.path}/target-state`, target, person],
    ['POST', `${bench.path}/devices`, sensor, person],
    ['PUT', `${bench.path}/devices/pump`, sensor, person],
    ['PATCH', '/api/v1/device/state', `{"${bench.uuid}":${state}}`, json],
    ['PATCH', '/api/v1/device/state', state, json],
    ['POST', `${at}/logs`, log, {}],
    ['POST', `${at}/logs/dropped-summaries`, `{"summaries":[${log}]}`, json],
    ['GET', `${at}/state`, undefined, {}],
    ['DELETE', `${bench.path}/devices/pump%00`, undefined, person],
  ] as const) {
    const answer = await bench.send(path, { method, headers, ...(body !== undefined && { body }) });
    expect(answer.status, `${method} ${path} ${body}: ${answer.text}`).toBeLessThan(500);
  }
}

describeOnEachDatabase('damaged documents', (newPlace) => {
  test('no call fails on them, and what was taken can be read', async () => {
    const bench = await agentBench(await newPlace());
    const documents = fc.tuple(damaged(document), damaged(endpoint), damaged(report), damaged(line));
    await fc.assert(
      fc.asyncProperty(documents, async (all) => {
        await sendAll(bench, all);
        for (const below of reading) {
          const { status, text } = await bench.ask(below);
          expect(status, `${below}: ${text} after ${all.join(' ')}`).toBeLessThan(500);
        }
      }),
      { numRuns: 12 },
    );
  });
});
