import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addressOf, driversBench, instanceOf } from '../../../../fakes/drivers-bench.ts';
import { eventually } from '../../../../fakes/eventually.ts';

const hold = (gateway: string, id: string, rest = {}) =>
  addressOf(gateway, 'hold:value=5', { id, writable: true, pollIntervalMs: 100, ...rest });

const simulators = (...ids: string[]) => ids.map((id) => instanceOf(id, 'simulator'));

test('each signal of the simulator is read, scaled, and the ones that hold can be written', async () => {
  const point = (address: string, rest = {}) =>
    addressOf('s', address, { pollIntervalMs: 100, writable: true, ...rest });
  const bench = await driversBench({
    instances: simulators('s'),
    addresses: [
      point('sine:min=10,max=30,period=1'),
      point('ramp:max=10'),
      point('counter:start=1,step=2'),
      point('walk:min=0,max=1'),
      point('hold:value=4', { scale: 10, offset: 1 }),
      point('square'),
    ],
  });
  await eventually(() => bench.value('counter:start=1,step=2')).toBe(7);
  const sine = bench.readings.filter(({ id }) => id.startsWith('sine')).map(({ value }) => Number(value));
  expect(Math.min(...sine)).toBeGreaterThanOrEqual(10);
  expect(Math.max(...sine)).toBeLessThanOrEqual(30);
  expect(new Set(sine).size).toBeGreaterThan(2);
  expect(bench.value('hold:value=4')).toBe(41);
  expect(bench.last('square')).toMatchObject({
    quality: 'bad',
    reason: '"square" is none of sine, ramp, counter, walk, hold',
  });
  expect(await bench.drivers.write('hold:value=4', 61)).toMatchObject({
    ok: true,
    value: { value: 61, quality: 'good' },
  });
  await eventually(() => bench.value('hold:value=4')).toBe(61);
  expect(await bench.drivers.write('ramp:max=10', 1)).toMatchObject({
    ok: false,
    failure: { code: 'WRITE_FAILED' },
  });
  const log = await readFile(join(bench.folder, 'simulator_s-out.log'), 'utf8');
  expect(log).toContain('the values of this instance are made up');
});

test('the figures of this machine are read, and one that it does not have says so', async () => {
  const figures = ['#cpu', '#mem', '#disk', '#uptime', '#net-in', '#net-out', '#temp', '#fans'];
  const bench = await driversBench({
    instances: [instanceOf('m', 'system', { intervalMs: 1_000 })],
    addresses: figures.map((figure) => addressOf('m', figure)),
  });
  for (const percent of ['#cpu', '#mem', '#disk']) {
    await eventually(() => bench.last(percent)?.quality).toBe('good');
    expect(bench.value(percent)).toBeGreaterThanOrEqual(0);
    expect(bench.value(percent)).toBeLessThanOrEqual(100);
  }
  expect(bench.value('#uptime')).toBeGreaterThan(0);
  expect(bench.last('#fans')).toMatchObject({ value: null, quality: 'bad' });
  for (const figure of ['#temp', '#net-in']) {
    const reading = bench.last(figure);
    if (reading?.quality !== 'good')
      expect(reading).toMatchObject({ value: null, reason: 'this machine has no such figure' });
  }
});

test('settings that do not fit are a fault with a reason, and so is an unknown driver', async () => {
  const bench = await driversBench({
    instances: [
      instanceOf('m', 'system', { intervalMs: 'often' }),
      instanceOf('q', 'quantum-bus'),
      { ...instanceOf('d', 'simulator'), enabled: false },
    ],
    addresses: [addressOf('m', '#cpu')],
  });
  await eventually(() => bench.status('m')).toMatchObject({
    state: 'fault',
    reason: expect.stringContaining('intervalMs'),
  });
  await eventually(() => bench.last('#cpu')).toMatchObject({ value: null, quality: 'bad' });
  expect(bench.status('q')).toMatchObject({
    state: 'unknown-driver',
    reason: 'this revision has no driver "quantum-bus"',
    pid: null,
  });
  expect(bench.status('d')).toMatchObject({ state: 'disabled', pid: null });
  expect(bench.children).toHaveLength(1);
  expect(await bench.drivers.startOne('d')).toMatchObject({ failure: { code: 'DRIVER_DISABLED' } });
  expect(await bench.drivers.startOne('q')).toMatchObject({ failure: { code: 'DRIVER_UNKNOWN' } });
  expect(await bench.drivers.startOne('x')).toMatchObject({ failure: { code: 'DRIVER_NOT_FOUND' } });
});

test('what may not be written is refused before the driver hears of it', async () => {
  const bench = await driversBench({
    instances: simulators('s'),
    addresses: [
      hold('s', 'a'),
      hold('s', 'off', { enabled: false }),
      hold('s', 'fixed', { writable: false }),
      hold('s', 'flag', { type: 'boolean' }),
    ],
  });
  await eventually(() => bench.value('a')).toBe(5);
  const code = async (id: string, value: number | string | boolean) => {
    const result = await bench.drivers.write(id, value);
    return result.ok ? result.value.value : result.failure.code;
  };
  expect(await code('z', 1)).toBe('ADDRESS_NOT_FOUND');
  expect(await code('off', 1)).toBe('ADDRESS_DISABLED');
  expect(await code('fixed', 1)).toBe('ADDRESS_NOT_WRITABLE');
  expect(await code('a', 'warm')).toBe('WRITE_VALUE_INVALID');
  expect(await code('a', true)).toBe(1);
  expect(await code('flag', 7)).toBe('WRITE_VALUE_INVALID');
  expect(await code('flag', 1)).toBe(true);
});

test('an instance that is stopped by hand stays stopped over changes, until it is started', async () => {
  const bench = await driversBench({ instances: simulators('s', 't'), addresses: [hold('s', 'a')] });
  await eventually(() => bench.value('a')).toBe(5);
  expect(await bench.drivers.stopOne('s')).toMatchObject({ ok: true });
  expect(bench.status('s')).toMatchObject({ state: 'stopped', pid: null, restarts: 0 });
  await eventually(() => bench.last('a')).toMatchObject({
    value: 5,
    quality: 'uncertain',
    reason: 'the driver is stopped',
  });
  expect(bench.exits).toEqual([{ code: 0, signal: null }]);
  bench.put('addresses', 'b', hold('s', 'b'), 1);
  bench.drivers.changed('s');
  bench.put('gateways', 'u', instanceOf('u', 'simulator'), 2);
  bench.put('addresses', 'later', hold('u', 'later'), 2);
  bench.drivers.changed('u');
  await eventually(() => bench.value('later')).toBe(5);
  expect(bench.status('s')).toMatchObject({ state: 'stopped', pid: null });
  expect(await bench.drivers.startOne('s')).toMatchObject({ ok: true });
  await eventually(() => bench.value('b')).toBe(5);
  const pid = bench.status('s')?.pid;
  expect(await bench.drivers.restartOne('s')).toMatchObject({ ok: true });
  await eventually(() => bench.state('s')).toBe('running');
  expect(bench.status('s')?.pid).not.toBe(pid);
});

test('changes of the configuration restart the instance that they concern, once', async () => {
  const bench = await driversBench({
    instances: simulators('s', 't'),
    addresses: [hold('s', 'a'), hold('t', 'other')],
  });
  await eventually(() => [bench.value('a'), bench.value('other')]).toEqual([5, 5]);
  for (let index = 0; index < 50; index += 1) {
    bench.put('addresses', `a${index}`, hold('s', `a${index}`), index + 2);
    bench.drivers.changed('s');
  }
  await eventually(() => bench.value('a49')).toBe(5);
  expect(bench.children).toHaveLength(3);
  // A name is nothing to the driver.
  const pid = bench.status('s')?.pid;
  bench.put('gateways', 's', { ...instanceOf('s', 'simulator'), name: 'renamed' });
  bench.drivers.changed('s');
  await eventually(() => bench.status('s')?.name).toBe('renamed');
  expect(bench.children).toHaveLength(3);

  bench.put('gateways', 'u', instanceOf('u', 'simulator'), 2);
  bench.put('addresses', 'new', hold('u', 'new'), 99);
  bench.drivers.changed('u');
  await eventually(() => bench.value('new')).toBe(5);
  expect(bench.status('s')?.pid).toBe(pid);

  bench.put('gateways', 's', { ...instanceOf('s', 'simulator'), enabled: false });
  bench.drivers.changed('s');
  await eventually(() => bench.state('s')).toBe('disabled');
  bench.remove('gateways', 't');
  bench.drivers.changed('t');
  await eventually(() => bench.drivers.status().map(({ id }) => id)).toEqual(['s', 'u']);
  expect(await bench.drivers.write('other', 1)).toMatchObject({ failure: { code: 'ADDRESS_NOT_FOUND' } });
});

test('an upgrade stops all of them; then nothing can be started one by one, and a start reads everything anew', async () => {
  const bench = await driversBench({ instances: simulators('s'), addresses: [hold('s', 'a')] });
  await eventually(() => bench.value('a')).toBe(5);
  await bench.drivers.stop();
  expect(bench.exits).toEqual([{ code: 0, signal: null }]);
  // Its last words arrived before it ended.
  expect(await readFile(join(bench.folder, 'simulator_s-out.log'), 'utf8')).toMatch(/"msg":"stopped"}\n$/);
  expect(await bench.drivers.startOne('s')).toMatchObject({ failure: { code: 'DRIVERS_PAUSED' } });
  bench.put('addresses', 'b', hold('s', 'b'), 1);
  bench.drivers.changed('s');
  bench.drivers.start();
  await eventually(() => bench.value('b')).toBe(5);
  expect(bench.children).toHaveLength(2);
});

test('ids that are no file names do not leave the log folder', async () => {
  const bench = await driversBench({ instances: simulators('../../etc/passwd', '.hidden', 'a b/ü') });
  await eventually(() => bench.drivers.status().map(({ state }) => state)).toEqual([
    'running',
    'running',
    'running',
  ]);
  await bench.drivers.stop();
  const names = (await readdir(bench.folder)).filter((name) => name.endsWith('.log')).toSorted();
  expect(names).toEqual([
    'simulator_%2e%2e%2f..%2fetc%2fpasswd-out.log',
    'simulator_%2ehidden-out.log',
    'simulator_a%20b%2f%c3%bc-out.log',
  ]);
});

test('a driver that has not started yet is ended at once', async () => {
  const bench = await driversBench({ instances: simulators('s') });
  expect(bench.state('s')).toBe('starting');
  await bench.drivers.stop();
  expect(bench.exits).toEqual([{ code: null, signal: 'SIGTERM' }]);
  expect(bench.state('s')).toBe('stopped');
});
