import { expect, test } from 'vitest';
import type { LastValue } from '../../../../../shared/gateway-api/values.ts';
import { eventually } from '../../../../fakes/eventually.ts';
import { freePort } from '../../../../fakes/free-port.ts';
import { inProcessGateway } from '../../../../fakes/in-process-gateway.ts';
import { startPymodbus } from '../../../../fakes/pymodbus-peer.ts';

/** Values of a real Modbus device and of a simulated one, through the API: read, written, routed, worked on by logics. */

type Fields = Record<string, unknown>;

async function plant() {
  const port = await freePort();
  const device = await startPymodbus({ port }, { 1: { holding: { 0: 215, 1: 0, 2: 0, 3: 0 } } });
  const gateway = await inProcessGateway({
    deps: {
      evaluators: { runMs: 500, killAfterMs: 500, restartFirstMs: 50 },
      limits: { requestsPerMinute: 100_000 },
    },
  });
  const cookie = await gateway.login();
  const call = async <T>(method: string, args: Fields): Promise<T> => {
    const answer = await gateway.post(`/peers/supervision/${method}`, args, cookie);
    const body = (await answer.json()) as T;
    expect(answer.status, `${method}: ${JSON.stringify(body)}`).toBe(200);
    return body;
  };
  const instance = (id: string, driver: string, settings: Fields) =>
    call('gateways/insertGateway', { gateway: { id, name: id, enabled: true, driver, settings } });
  const point = (gatewayId: string, id: string, address: string, more: Fields = {}) =>
    call('gateways/insertAddress', {
      address: {
        id,
        name: id,
        enabled: true,
        gateway: gatewayId,
        address,
        type: 'number',
        writable: true,
        pollIntervalMs: 100,
        settings: {},
        ...more,
      },
    });
  await instance('plc', 'modbus', { transport: 'tcp', host: '127.0.0.1', port });
  await instance('sim', 'simulator', {});
  await point('plc', 'temperature', 'holding:0', { scale: 0.1, unit: '°C', alias: 'temp' });
  await point('plc', 'setpoint', 'holding:1');
  await point('plc', 'valve', 'holding:2');
  await point('sim', 'held', 'hold:value=5');
  return {
    device,
    gateway,
    cookie,
    call,
    value: async (address: string) => (await call<LastValue>('gateways/getLastValue', { address })).value,
    good: async (address: string) => {
      const { value, quality } = await call<LastValue>('gateways/getLastValue', { address });
      return quality === 'good' ? value : null;
    },
    route: (id: string, from: string, to: string, more: Fields = {}) =>
      call('gateways/insertRoute', {
        route: { id, name: id, enabled: true, from, to, settings: {}, ...more },
      }),
    logic: (id: string, source: string, more: Fields = {}) =>
      call('logics/insertLogic', { logic: { id, name: id, enabled: true, source, settings: {}, ...more } }),
  };
}

test('what the device holds is what the points say, and a write is in the device', async () => {
  const { device, call, good, value } = await plant();
  await eventually(() => good('temp')).toBe(21.5);
  expect(await call('gateways/getLastValue', { address: 'temp' })).toMatchObject({
    id: 'temperature',
    value_string: '21.5 °C',
    reason: null,
  });
  await device.set('holding', 0, [300]);
  await eventually(() => value('temp')).toBe(30);
  const written = await call('gateways/writeValue', { address: 'setpoint', value: 42 });
  expect(written).toMatchObject({ id: 'setpoint', value: 42, quality: 'good' });
  expect(await device.get('holding', 1, 1)).toEqual([42]);
  // 12.34 °C is 123.4 tenths: the device holds 123, and that is what is answered.
  const rounded = await call<LastValue>('gateways/writeValue', { address: 'temp', value: 12.34 });
  expect(rounded.value).toBeCloseTo(12.3);
});

test('routes carry values between drivers: with JSONata, and both ways', async () => {
  const { device, call, good, route } = await plant();
  await eventually(() => good('temp')).toBe(21.5);
  await eventually(() => good('held')).toBe(5);
  await route('scaled', 'temperature', 'valve', { expression: '$round(value * 2)' });
  await eventually(async () => (await device.get('holding', 2, 1))[0]).toBe(43);
  type Shown = { lastValue?: unknown; lastAt?: string; name: string }[];
  const routes = () => call<Shown>('gateways/getRoutes', {});
  // The device has the value before the gateway has heard that it took it.
  await eventually(routes).toMatchObject([{ lastValue: 43, lastAt: expect.any(String) }]);
  const shown = await routes();
  // What was read may be sent back.
  expect(await call('gateways/updateRoute', { route: { ...shown[0], name: 'doubled' } })).toBeNull();
  await route('twin', 'held', 'setpoint', { bothWays: true });
  await eventually(async () => (await device.get('holding', 1, 1))[0]).toBe(5);
  // What is read back after a write is that write's own value and goes nowhere.
  await eventually(() => good('setpoint')).toBe(5);
  await device.set('holding', 1, [9]);
  await eventually(() => good('held')).toBe(9);
  await call('gateways/deleteAddress', { address: 'held' });
  expect(await call('gateways/getRoutes', {})).toMatchObject([{ id: 'scaled' }]);
});

test('an expression that never ends is killed; the other routes go on', async () => {
  const { device, good, route, call } = await plant();
  await eventually(() => good('temp')).toBe(21.5);
  await route('bad', 'temperature', 'setpoint', {
    expression: '$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /^(a+)+$/)',
  });
  await route('fine', 'temperature', 'valve', { expression: '$round(value) + 1' });
  await eventually(async () => (await device.get('holding', 2, 1))[0]).toBe(23);
  await device.set('holding', 0, [400]);
  await eventually(async () => (await device.get('holding', 2, 1))[0]).toBe(41);
  expect(await call('gateways/getLastValue', { address: 'setpoint' })).toMatchObject({ value: 0 });
});

test('a logic works on values of one device and writes to another; its log is a file of the gateway', async () => {
  const { device, call, good, logic, gateway, cookie } = await plant();
  await eventually(() => good('temp')).toBe(21.5);
  const trigger = { on: 'change', addresses: ['temp'] };
  await logic('hot', 'temp > 25 ? { "valve": 100, "held": temp }', { trigger });
  const view = () => call<{ process: { state: string; pid: number } }>('logics/getLogic', { logic: 'hot' });
  await eventually(async () => (await view()).process.state).toBe('running');
  await device.set('holding', 0, [260]);
  await eventually(async () => (await device.get('holding', 2, 1))[0]).toBe(100);
  await eventually(() => good('held')).toBe(26);
  const { pid } = (await view()).process;
  // Supervision is stopped: so is what it started.
  await gateway.stop();
  expect(() => process.kill(pid, 0)).toThrow();
  await gateway.restart();
  const again = await gateway.get('/peers/supervision/logics/getIds', cookie);
  expect(await again.json()).toEqual(['hot']);
});

test('arguments by position may hold slashes and JSON', async () => {
  const { gateway, cookie, call } = await plant();
  await call('gateways/updateAddress', { address: { id: 'held', alias: 'hall/4/7/25' } });
  const path = `/peers/supervision/gateways/getAddress/${encodeURIComponent('hall/4/7/25')}`;
  expect(await (await gateway.get(path, cookie)).json()).toMatchObject({ id: 'held' });
  const long = encodeURIComponent(JSON.stringify({ id: 'held', name: 'x'.repeat(190) }));
  const answer = await gateway.get(`/peers/supervision/gateways/updateAddress/${long}`, cookie);
  expect([answer.status, await answer.json()]).toEqual([200, null]);
});
