import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { LastValue } from '../../../../../shared/gateway-api/values.ts';
import { eventually } from '../../../../fakes/eventually.ts';
import { type InProcessGateway, inProcessGateway } from '../../../../fakes/in-process-gateway.ts';

const run = promisify(execFile);

/** Calls methods of the dispatcher as an administrator. */
async function withPoints(gateway?: InProcessGateway) {
  const used = gateway ?? (await inProcessGateway());
  const cookie = await used.login();
  const call = async (method: string, args: object = {}) => {
    const answer = await used.post(`/peers/supervision/${method}`, args, cookie);
    return { status: answer.status, code: answer.headers.get('x-error-code'), body: await answer.json() };
  };
  /** The result of a call that has to succeed. */
  const ask = async <T>(method: string, args: object = {}): Promise<T> => {
    const { status, body } = await call(method, args);
    expect(status, `${method}: ${JSON.stringify(body)}`).toBe(200);
    return body as T;
  };
  return { gateway: used, cookie, call, ask };
}

const instance = { id: 'sim', name: 'Test bench', enabled: true, driver: 'simulator', settings: {} };
const address = (id: string, more: object = {}) => ({
  id,
  name: `point ${id}`,
  enabled: true,
  gateway: 'sim',
  address: 'hold:value=5',
  type: 'number',
  settings: {},
  ...more,
});

test('a driver instance is added, changed, stopped, started and deleted, and all of it is in the activity log', async () => {
  const { ask, gateway, cookie } = await withPoints();
  const { id: _id, ...withoutId } = instance;
  const id = await ask<string>('gateways/insertGateway', { gateway: withoutId });
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  type View = { name: string; process: { state: string } };
  const view = () => ask<View>('gateways/getGateway', { gateway: id });
  await eventually(async () => (await view()).process.state).toBe('running');
  expect(await ask('gateways/updateGateway', { gateway: { id, name: 'Other name' } })).toBeNull();
  // By its name, too.
  expect(await ask('gateways/getGateway', { gateway: 'Other name' })).toMatchObject({
    id,
    driver: 'simulator',
  });
  await ask('gateways/stopGateway', { gateway: id });
  expect((await view()).process.state).toBe('stopped');
  await ask('gateways/startGateway', { gateway: id });
  await eventually(async () => (await view()).process.state).toBe('running');
  await ask('gateways/deleteGateway', { gateway: id });
  expect(Object.keys(await ask<object>('gateways/getGateways'))).not.toContain(id);
  const log = await gateway.get('/api/v1/system/activity?type=point', cookie);
  const { activities } = (await log.json()) as {
    activities: { action: string; user: string; target: string }[];
  };
  expect(activities.map(({ action, user }) => `${action} ${user}`)).toEqual(
    ['deleted', 'started', 'stopped', 'changed', 'created'].map((action) => `${action} admin`),
  );
});

test('what was configured is there after a restart', async () => {
  const { ask, gateway } = await withPoints();
  await ask('gateways/insertGateway', { gateway: { ...instance, enabled: false } });
  await ask('gateways/insertAddress', { address: address('a', { alias: 'flow', unit: 'l/s' }) });
  await ask('gateways/insertAddress', { address: address('b', { writable: true }) });
  await ask('gateways/insertRoute', {
    route: { id: 'r', name: 'r', enabled: true, from: 'a', to: 'b', expression: 'value * 2', settings: {} },
  });
  const before = [await ask('gateways/getAddresses', { gateway: 'sim' }), await ask('gateways/getRoutes')];
  await gateway.restart();
  const again = await withPoints(gateway);
  const after = [
    await again.ask('gateways/getAddresses', { gateway: 'sim' }),
    await again.ask('gateways/getRoutes'),
  ];
  expect(after).toEqual(before);
});

test('what would break the configuration is refused with a code and changes nothing', async () => {
  const { ask, call } = await withPoints();
  await ask('gateways/insertGateway', { gateway: { ...instance, enabled: false } });
  await ask('gateways/insertAddress', { address: address('a', { alias: 'flow' }) });
  await ask('gateways/insertAddress', { address: address('b', { writable: true }) });
  await ask('logics/insertLogic', {
    logic: {
      id: 'l',
      name: 'watcher',
      enabled: false,
      source: 'flow',
      trigger: { on: 'change', addresses: ['flow'] },
      settings: {},
    },
  });
  const route = { name: 'r', enabled: true, from: 'a', to: 'b', settings: {} };
  const before = await ask('gateways/getAddresses', { gateway: 'sim' });
  const refused: [string, object, number, string][] = [
    ['gateways/insertGateway', { gateway: instance }, 409, 'POINT_ID_TAKEN'],
    ['gateways/insertAddress', { address: address('a') }, 409, 'POINT_ID_TAKEN'],
    ['gateways/insertAddress', { address: address('c', { gateway: 'gone' }) }, 409, 'POINT_REFERENCE_BROKEN'],
    ['gateways/insertAddress', { address: address('c', { alias: 'flow' }) }, 409, 'POINT_REFERENCE_BROKEN'],
    ['gateways/insertAddress', { address: address('c', { alias: 'a' }) }, 409, 'POINT_REFERENCE_BROKEN'],
    ['gateways/insertAddress', { address: address('flow') }, 409, 'POINT_REFERENCE_BROKEN'],
    ['gateways/insertAddress', { address: address('c', { scale: 0 }) }, 400, 'REQUEST_INVALID'],
    ['gateways/insertAddress', { address: address('c', { colour: 'red' }) }, 400, 'REQUEST_INVALID'],
    ['gateways/updateAddress', { address: { id: 'gone', name: 'x' } }, 404, 'POINT_NOT_FOUND'],
    // The logic runs at its changes.
    ['gateways/updateAddress', { address: { id: 'a', alias: 'other' } }, 409, 'POINT_STILL_USED'],
    ['gateways/updateAddress', { address: { id: 'a', alias: null } }, 409, 'POINT_STILL_USED'],
    ['gateways/deleteAddress', { address: 'a' }, 409, 'POINT_STILL_USED'],
    ['gateways/deleteGateway', { gateway: 'sim' }, 409, 'POINT_STILL_USED'],
    ['gateways/insertRoute', { route: { ...route, to: 'gone' } }, 409, 'POINT_REFERENCE_BROKEN'],
    ['gateways/insertRoute', { route: { ...route, from: 'b', to: 'a' } }, 400, 'ROUTE_INVALID'],
    ['gateways/insertRoute', { route: { ...route, from: 'b' } }, 400, 'ROUTE_INVALID'],
    ['gateways/insertRoute', { route: { ...route, bothWays: true } }, 400, 'ROUTE_INVALID'],
    ['gateways/insertRoute', { route: { ...route, expression: 'value *' } }, 400, 'EXPRESSION_INVALID'],
    ['gateways/writeValue', { address: 'a', value: 1 }, 409, 'ADDRESS_NOT_WRITABLE'],
    ['gateways/writeValue', { address: 'b', value: 'warm' }, 400, 'WRITE_VALUE_INVALID'],
    ['gateways/startGateway', { gateway: 'sim' }, 409, 'DRIVER_DISABLED'],
    ['gateways/getLastValue', { address: 'gone' }, 404, 'POINT_NOT_FOUND'],
  ];
  for (const [method, args, status, code] of refused) {
    const answer = await call(method, args);
    expect([answer.status, answer.code], `${method} ${JSON.stringify(args)}`).toEqual([status, code]);
    expect(answer.body).toEqual({ err: expect.stringMatching(/./) });
    expect(JSON.stringify(answer.body)).not.toMatch(/\{\w+\}/);
  }
  expect(await ask('gateways/getAddresses', { gateway: 'sim' })).toEqual(before);
  expect(await ask('gateways/getRoutes')).toEqual([]);
});

test('deleting a driver instance takes its addresses and their routes along; null takes a name away', async () => {
  const { ask } = await withPoints();
  await ask('gateways/insertGateway', { gateway: { ...instance, enabled: false } });
  await ask('gateways/insertGateway', { gateway: { ...instance, id: 'two', name: 'two', enabled: false } });
  await ask('gateways/insertAddress', { address: address('a', { alias: 'flow', unit: 'l/s' }) });
  await ask('gateways/insertAddress', { address: address('b', { gateway: 'two', writable: true }) });
  await ask('gateways/updateAddress', { address: { id: 'a', alias: null, unit: null } });
  expect(await ask('gateways/getAddress', { address: 'a' })).toEqual(address('a'));
  await ask('gateways/insertRoute', {
    route: { id: 'r', name: 'r', enabled: true, from: 'a', to: 'b', settings: {} },
  });
  await ask('gateways/deleteGateway', { gateway: 'sim' });
  expect(await ask('gateways/getRoutes')).toEqual([]);
  expect((await ask<{ id: string }[]>('gateways/getAddresses')).map(({ id }) => id)).not.toContain('a');
  expect(await ask('gateways/getAddress', { address: 'b' })).toMatchObject({ gateway: 'two' });
});

test('an address is found by its place on the device, unless there are several', async () => {
  const { ask, call } = await withPoints();
  await eventually(
    async () => (await ask<LastValue>('gateways/getLastValue', { address: '#cpu' })).quality,
  ).toBe('good');
  await ask('gateways/insertGateway', { gateway: { ...instance, enabled: false } });
  await ask('gateways/insertAddress', { address: address('a', { address: 'hold:value=7' }) });
  expect(await ask('gateways/getAddress', { address: 'hold:value=7' })).toMatchObject({ id: 'a' });
  await ask('gateways/insertAddress', { address: address('b', { address: 'hold:value=7' }) });
  expect(await call('gateways/getAddress', { address: 'hold:value=7' })).toMatchObject({
    code: 'POINT_AMBIGUOUS',
  });
});

test('a name of several addresses does not choose one of them', async () => {
  const { ask, call } = await withPoints();
  await ask('gateways/insertGateway', { gateway: { ...instance, enabled: false } });
  for (const id of ['a', 'b'])
    await ask('gateways/insertAddress', { address: address(id, { name: 'same' }) });
  expect(await call('gateways/getAddress', { address: 'same' })).toMatchObject({
    status: 409,
    code: 'POINT_AMBIGUOUS',
  });
});

test('values of this machine arrive, with their history; curl reads both as the source describes it', async () => {
  const { ask, gateway, cookie } = await withPoints();
  const memory = () => ask<LastValue>('gateways/getLastValue', { address: 'system_mem' });
  await eventually(async () => (await memory()).quality).toBe('good');
  const value = await memory();
  expect(value.value_string).toMatch(/^\d+(\.\d+)? %$/);
  const curl = async (path: string, ...more: string[]) =>
    (await run('curl', ['-sS', '-b', cookie, ...more, gateway.url + path])).stdout;
  expect(JSON.parse(await curl('/peers/supervision/gateways/getLastValue?address=system_mem'))).toMatchObject(
    {
      id: value.id,
    },
  );
  expect(JSON.parse(await curl('/peers/supervision/gateways/getLastValue/system_mem'))).toMatchObject({
    id: value.id,
  });
  const rows = JSON.parse(await curl('/loggers/data?address=system_mem')) as object[];
  expect(rows[0]).toMatchObject({
    id: value.id,
    value: expect.any(Number),
    value_string: expect.stringContaining('%'),
  });
  const lines = (await curl('/loggers/data?address=system_mem&streaming=1&aggregate=1h', '-D', '-')).split(
    /\r?\n/,
  );
  expect(lines).toContain('content-type: application/x-ndjson');
  expect(JSON.parse(lines.filter((line) => line.startsWith('{')).at(-1) ?? '')).toMatchObject({
    min: expect.any(Number),
    max: expect.any(Number),
  });
});

test.each([
  ['?address=gone', 404],
  ['', 400],
  ['?address=system_mem&aggregate=0s', 400],
  ['?address=system_mem&start=whenever', 400],
  ['?address=system_mem&start=2026-11-02&end=2026-11-01', 400],
  ['?address=system_mem&start=0&end=99999999999999999', 200],
  ['?address=system_mem&address=system_cpu&start=2026-11-01&end=2026-11-02', 200],
])('/loggers/data%s answers %i', async (query, status) => {
  const { gateway, cookie } = await withPoints();
  const answer = await gateway.get(`/loggers/data${query}`, cookie);
  expect(answer.status).toBe(status);
  const body: unknown = await answer.json();
  if (status === 200) expect(body).toBeInstanceOf(Array);
  else expect(body).toEqual({ err: expect.any(String) });
});

test('sites: the one of this gateway, by id and in detail', async () => {
  const { gateway, cookie } = await withPoints();
  const [id] = (await (await gateway.get('/loggers/sites', cookie)).json()) as string[];
  const detailed: unknown = await (await gateway.get('/loggers/sites?detailed=1', cookie)).json();
  expect(detailed).toEqual([{ id, local: true, name: 'Boiler room' }]);
});

test('a written value is read back, and the log of the driver is there in its three forms', async () => {
  const { ask, gateway, cookie } = await withPoints();
  const logs = await gateway.get('/peers/system/system/logs_json', cookie);
  expect(logs.status).toBe(200);
  expect(logs.headers.get('content-type')).toContain('application/x-ndjson');
  for (const line of (await logs.text()).split('\n').filter((one) => one !== '')) {
    expect(JSON.parse(line)).toEqual({
      ts: expect.any(String),
      level: expect.any(String),
      msg: expect.any(String),
    });
  }
  const file = await gateway.get('/peers/system/system/logs_file', cookie);
  expect(file.headers.get('content-disposition')).toBe('attachment; filename="system_system.log"');
  const raw = await gateway.get('/peers/system/system/logs_raw', cookie);
  expect(raw.headers.get('content-type')).toContain('text/plain');
  expect(await raw.text()).toBe(await file.text());
  for (const path of [
    '/peers/modbus/system/logs_raw',
    '/peers/system/gone/logs_json',
    '/peers/system/%2e%2e/logs_file',
  ]) {
    expect((await gateway.get(path, cookie)).status, path).toBe(404);
  }
  expect(await ask('gateways/getLastValues', { gateway: 'system' })).not.toEqual([]);
});
