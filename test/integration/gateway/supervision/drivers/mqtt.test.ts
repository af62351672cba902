import { expect, test } from 'vitest';
import { addressOf, driversBench, instanceOf } from '../../../../fakes/drivers-bench.ts';
import { eventually } from '../../../../fakes/eventually.ts';
import { startMosquitto } from '../../../../fakes/mosquitto.ts';

const point = (address: string, rest = {}) => addressOf('m', address, { writable: true, ...rest });

test('payloads of a mosquitto broker become values, by themselves or out of JSON', async () => {
  const broker = await startMosquitto();
  await broker.publish('plant/kept', '12.5', ['-r']);
  const bench = await driversBench({
    instances: [instanceOf('m', 'mqtt', { url: broker.url })],
    addresses: [
      point('plant/kept', { scale: 2 }),
      point('plant/state#values.temperature'),
      point('plant/state#rows[1].ok', { type: 'boolean' }),
      point('plant/state#name', { type: 'string' }),
      point('plant/+/x'),
    ],
  });
  await eventually(() => bench.last('plant/kept')).toMatchObject({ value: 25, quality: 'good' });
  await broker.publish(
    'plant/state',
    '{"values":{"temperature":21.5},"rows":[{},{"ok":true}],"name":"boiler"}',
  );
  await eventually(() => bench.value('plant/state#values.temperature')).toBe(21.5);
  await eventually(() => bench.value('plant/state#rows[1].ok')).toBe(true);
  await eventually(() => bench.value('plant/state#name')).toBe('boiler');
  expect(bench.last('plant/+/x')).toMatchObject({ quality: 'bad', reason: 'a topic has no wildcards here' });

  await broker.publish('plant/state', 'no JSON');
  await eventually(() => bench.last('plant/state#name')).toMatchObject({
    value: null,
    quality: 'bad',
    reason: 'the payload is no JSON',
  });
  await broker.publish('plant/state', '{"values":{"temperature":{}}}');
  await eventually(() => bench.last('plant/state#values.temperature')?.reason).toBe(
    'values.temperature is no single value',
  );
  await broker.publish('plant/kept', 'warm');
  await eventually(() => bench.last('plant/kept')?.reason).toBe('"warm" is not a number');
  await broker.publishLines('plant/kept', `${'x'.repeat(300_000)}\n`);
  await eventually(() => bench.last('plant/kept')?.reason).toContain('at most 262144 are read');
  expect(bench.children).toHaveLength(1);
});

test('a write is published and answered with what comes back', async () => {
  const broker = await startMosquitto();
  const heard = await broker.listen('plant/#');
  const bench = await driversBench({
    instances: [instanceOf('m', 'mqtt', { url: broker.url, readBackMs: 500 })],
    addresses: [
      point('plant/level', { scale: 2, offset: 1 }),
      point('plant/doc#set.speed'),
      point('plant/lamp', { type: 'boolean', settings: { writeTopic: 'plant/lamp/set', retain: true } }),
    ],
  });
  await eventually(() => bench.state('m')).toBe('running');
  expect(await bench.drivers.write('plant/level', 21)).toMatchObject({
    ok: true,
    value: { value: 21, quality: 'good' },
  });
  expect(await bench.drivers.write('plant/doc#set.speed', 3)).toMatchObject({
    ok: true,
    value: { value: 3 },
  });
  // Nobody answers on the topic that is read.
  expect(await bench.drivers.write('plant/lamp', true)).toMatchObject({
    ok: true,
    value: { value: true, quality: 'uncertain', reason: 'it was published; nothing came back within 500 ms' },
  });
  await eventually(() => heard).toEqual(['10', '{"set":{"speed":3}}', 'true']);
});

test('a broker that goes away makes values uncertain, and is found again when it is back', async () => {
  const broker = await startMosquitto();
  const bench = await driversBench({
    instances: [instanceOf('m', 'mqtt', { url: broker.url })],
    addresses: [point('plant/level')],
  });
  await eventually(() => bench.state('m')).toBe('running');
  await broker.publish('plant/level', '7');
  await eventually(() => bench.value('plant/level')).toBe(7);
  await broker.stop();
  await eventually(() => bench.last('plant/level')).toMatchObject({ value: 7, quality: 'uncertain' });
  await eventually(() => bench.status('m')).toMatchObject({
    state: 'fault',
    reason: expect.stringContaining('127.0.0.1'),
  });
  expect(await bench.drivers.write('plant/level', 1)).toMatchObject({
    failure: { code: 'WRITE_FAILED', context: { why: 'there is no connection to the broker' } },
  });
  await broker.start();
  await eventually(() => bench.state('m')).toBe('running');
  await broker.publish('plant/level', '8');
  await eventually(() => bench.value('plant/level')).toBe(8);
  expect(bench.children).toHaveLength(1);
});

test('a broker that refuses the account is a fault with its reason', async () => {
  const broker = await startMosquitto({ config: 'allow_anonymous false' });
  const bench = await driversBench({
    instances: [instanceOf('m', 'mqtt', { url: broker.url, username: 'nobody', password: 'wrong' })],
    addresses: [point('plant/level')],
  });
  await eventually(() => bench.status('m')).toMatchObject({
    state: 'fault',
    reason: expect.stringMatching(/authori[sz]ed/i),
  });
});

test('a broker that sends without end costs a few messages a second', async () => {
  const broker = await startMosquitto();
  const bench = await driversBench({
    instances: [instanceOf('m', 'mqtt', { url: broker.url, qos: 0 })],
    addresses: [point('flood')],
  });
  await eventually(() => bench.state('m')).toBe('running');
  const lines = `${Array.from({ length: 20_000 }, (_, index) => index + 1).join('\n')}\n`;
  await broker.publishLines('flood', lines);
  await eventually(() => bench.value('flood')).toBe(20_000);
  expect(bench.readings.length).toBeLessThan(500);
  expect(bench.children).toHaveLength(1);
});
