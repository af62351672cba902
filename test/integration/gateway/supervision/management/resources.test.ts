import { cpus, hostname, release, totalmem } from 'node:os';
import { describe, expect, test } from 'vitest';
import { makeApiKey } from '../../../../fakes/api-keys.ts';
import { eventually } from '../../../../fakes/eventually.ts';
import { goodBody } from '../../../../fakes/good-body.ts';
import { type InProcessGateway, inProcessGateway } from '../../../../fakes/in-process-gateway.ts';

/** `GET /api/v1/system/resources` and its history as management-api.txt shows them. */

const path = '/api/v1/system/resources';

async function readable() {
  const gateway = await inProcessGateway();
  const { apiKey } = await makeApiKey(gateway, await gateway.login(), 'read');
  const ask = (query = '') => gateway.get(path + query, '', { 'x-api-key': apiKey });
  return { gateway, ask, read: async (query = '') => goodBody('resources', await ask(query)) };
}

const isPercent = (value: number) => value >= 0 && value <= 100;

describe('resources', () => {
  test('the documented fields, and only they, with figures of this machine', async () => {
    const { ask, read } = await readable();
    expect(await (await ask()).json()).toEqual({
      cpu: {
        usage: expect.any(Number),
        cores: cpus().length,
        model: cpus()[0]?.model,
        loadAverage: expect.any(Array),
      },
      memory: {
        total: totalmem(),
        used: expect.any(Number),
        free: expect.any(Number),
        usagePercent: expect.any(Number),
      },
      disk: {
        total: expect.any(Number),
        used: expect.any(Number),
        free: expect.any(Number),
        usagePercent: expect.any(Number),
      },
      network: { bytesIn: expect.any(Number), bytesOut: expect.any(Number) },
    });
    const answer = await read();
    expect(answer.cpu.loadAverage).toHaveLength(3);
    for (const percent of [answer.cpu.usage, answer.memory.usagePercent, answer.disk.usagePercent]) {
      expect(isPercent(percent)).toBe(true);
    }
  });

  test('many readers within a second get one and the same measurement', async () => {
    const { read } = await readable();
    const answers = await Promise.all(Array.from({ length: 20 }, () => read()));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  test('info=true tells what machine it is', async () => {
    const { read } = await readable();
    expect((await read('?info=true')).info).toEqual({
      hostname: hostname(),
      platform: process.platform,
      distro: expect.any(String),
      release: expect.any(String),
      kernel: release(),
      arch: process.arch,
      uptime: expect.any(Number),
      nodeVersion: process.version,
    });
    expect(await read('?info=false&processes=0')).not.toHaveProperty('info');
  });

  test('processes=true lists processes with the documented fields, sorted and cut', async () => {
    const { read } = await readable();
    const { processes = [] } = await read('?processes=true&sortBy=memory&limit=5');
    expect(processes).toHaveLength(5);
    const memory = processes.map((each) => each.memory);
    expect(memory).toEqual([...memory].sort((a, b) => b - a));
    for (const each of processes) {
      expect(each).toMatchObject({
        pid: expect.any(Number),
        name: expect.any(String),
        cpu: expect.any(Number),
        memory: expect.any(Number),
        memoryPercent: expect.any(Number),
        killable: expect.any(Boolean),
      });
    }
    const byCpu = ((await read('?processes=1')).processes ?? []).map(({ cpu }) => cpu);
    expect(byCpu).toEqual([...byCpu].sort((a, b) => b - a));
    expect(byCpu.length).toBeGreaterThan(5);
  });

  test('the list says which ones the gateway would end, under the names of its logs', async () => {
    const { read } = await readable();
    const named = async () => {
      const { processes = [] } = await read('?processes=true');
      const found = processes.filter(({ name }) => /^(supervision|system_)/.test(name));
      return found.map(({ name, killable, protected: why }) => [name, killable, why]);
    };
    await eventually(async () => (await named()).length).toBe(2);
    expect((await named()).sort()).toEqual([
      ['supervision', false, 'it is the gateway application itself'],
      [expect.stringMatching(/^system_/), true, undefined],
    ]);
  });

  test('a plain gateway keeps to the documented fields', async () => {
    const gateway = await inProcessGateway({ boot: { plain: true } });
    const answer = await gateway.get(`${path}?processes=true&limit=1`, await gateway.login());
    expect(answer.headers.get('x-key-permission')).toBeNull();
    const { processes = [] } = await goodBody('resources', answer);
    expect(Object.keys(processes[0] ?? {})).toEqual(['pid', 'name', 'cpu', 'memory', 'memoryPercent']);
  });

  test.each(['?limit=0', '?limit=x', '?sortBy=name', '?processes=yes', '?limit=99999'])(
    '%s is refused in the documented form',
    async (query) => {
      const { ask } = await readable();
      const answer = await ask(query);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toEqual({ success: false, error: expect.stringContaining('query.') });
    },
  );
});

describe('history', () => {
  const history = async (gateway: InProcessGateway, cookie: string, query = '') =>
    (await goodBody('resourcesHistory', await gateway.get(`${path}/history${query}`, cookie))).history;

  test('a gateway that has just started has none', async () => {
    const gateway = await inProcessGateway();
    expect(await history(gateway, await gateway.login())).toEqual([]);
  });

  test('what an earlier run has sampled is there, with the documented fields', async () => {
    const gateway = await inProcessGateway();
    await gateway.stop();
    const { openHistoryStore } = await import(
      '../../../../../electron/gateway/supervision/resources/history-store.ts'
    );
    const { pino } = await import('pino');
    const store = openHistoryStore(`${gateway.folder}/state`, pino({ level: 'silent' }));
    const now = Date.now();
    store.add([60_000, 50_000, 40_000].map((ago) => ({ at: now - ago, cpu: 25.46, memory: 50, disk: 48.1 })));
    store.close();
    await gateway.restart();
    const cookie = await gateway.login();
    const found = await history(gateway, cookie, '?hours=1&interval=10s');
    expect(found.length).toBeGreaterThanOrEqual(3);
    expect(found[0]).toEqual({ timestamp: expect.any(String), cpu: 25.5, memory: 50, disk: 48.1 });
    expect(Math.abs(Date.parse(found[0]?.timestamp ?? '') - (now - 70_000))).toBeLessThanOrEqual(10_000);
    expect((await history(gateway, cookie, '?hours=48')).length).toBeGreaterThanOrEqual(1);
  });

  test.each([
    '?hours=0',
    '?hours=-1',
    '?hours=721',
    '?hours=x',
    '?interval=5d',
    '?interval=-5',
    '?interval=',
  ])('%s is refused', async (query) => {
    const gateway = await inProcessGateway();
    const answer = await gateway.get(`${path}/history${query}`, await gateway.login());
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ success: false, error: expect.any(String) });
  });
});

test('metrics are Prometheus text 0.0.4 with figures of gateway and machine', async () => {
  const gateway = await inProcessGateway();
  const answer = await gateway.get('/metrics', await gateway.login());
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const text = await answer.text();
  for (const line of text.trimEnd().split('\n')) {
    expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)*\})? -?[\d.e+]+)$/);
  }
  expect(text).toMatch(/^machine_memory_total_bytes \d+$/m);
  expect(text).toMatch(/^gateway_api_keys 0$/m);
});
