import { expect, test } from 'vitest';
import { addressOf, driversBench, instanceOf } from '../../../../fakes/drivers-bench.ts';
import { eventually } from '../../../../fakes/eventually.ts';
import { freePort } from '../../../../fakes/free-port.ts';
import { startPymodbus } from '../../../../fakes/pymodbus-peer.ts';
import type { PeerUnits } from '../../../../fakes/pymodbus-process.ts';
import { serialCable } from '../../../../fakes/serial-cable.ts';

/** 21.5, 3.25 and -12.75 as float32, big-endian and with the low word first. */
const units: PeerUnits = {
  1: {
    holding: {
      ...Object.fromEntries(Array.from({ length: 40 }, (_, offset) => [offset, 0])),
      0: 1_234,
      1: 0xff85,
      2: 0x41ac,
      3: 0,
      4: 0,
      5: 0x41ac,
      6: 0x0102,
      7: 0x4865,
      8: 0x6c6c,
      9: 0x6f00,
      10: 0xffff,
      11: 0xffff,
    },
    input: { 0: 500, 1: 501 },
    coil: { 0: true, 1: false, 2: true, 3: false },
    discrete: { 7: true },
  },
  5: { holding: { 20: 77, 21: 0 } },
};

const point = (address: string, rest = {}) => addressOf('m', address, { writable: true, ...rest });
const points = [
  point('holding:0'),
  point('holding:1:int16'),
  point('holding:2:float32', { scale: 2, offset: 1 }),
  point('holding:4:float32:cdab'),
  point('holding:6:bit8', { type: 'boolean' }),
  point('holding:7:string6', { type: 'string' }),
  point('holding:10:int32'),
  point('holding:30:uint32'),
  point('input:0'),
  point('coil:2', { type: 'boolean' }),
  point('coil:3', { type: 'boolean' }),
  point('discrete:7', { type: 'boolean' }),
  point('holding:20@5'),
];
const expected = {
  'holding:0': 1_234,
  'holding:1:int16': -123,
  'holding:2:float32': 44,
  'holding:4:float32:cdab': 21.5,
  'holding:6:bit8': true,
  'holding:7:string6': 'Hello',
  'holding:10:int32': -1,
  'input:0': 500,
  'coil:2': true,
  'coil:3': false,
  'discrete:7': true,
  'holding:20@5': 77,
};

async function lines() {
  const port = await freePort();
  const cable = await serialCable();
  return [
    { name: 'TCP', at: { port }, settings: { transport: 'tcp', host: '127.0.0.1', port } },
    {
      name: 'RTU',
      at: { serial: cable.theirs },
      settings: { transport: 'rtu', path: cable.ours, baudRate: 19_200, timeoutMs: 1_000 },
    },
  ] as const;
}

test.for(['TCP', 'RTU'])('values equal what a pymodbus device holds, over %s', async (name) => {
  const line = (await lines()).find((one) => one.name === name);
  if (line === undefined) throw new Error(name);
  const peer = await startPymodbus(line.at, units);
  const bench = await driversBench({
    instances: [instanceOf('m', 'modbus', { ...line.settings, pollIntervalMs: 200 })],
    addresses: points,
  });
  for (const [address, value] of Object.entries(expected)) {
    await eventually(() => bench.last(address)).toMatchObject({ value, quality: 'good' });
  }
  await eventually(() => bench.state('m')).toBe('running');

  await peer.set('holding', 0, [4_321]);
  await peer.set('coil', 3, [true]);
  await eventually(() => bench.value('holding:0')).toBe(4_321);
  await eventually(() => bench.value('coil:3')).toBe(true);
});

test.for(['TCP', 'RTU'])('writes reach the device and are read back, over %s', async (name) => {
  const line = (await lines()).find((one) => one.name === name);
  if (line === undefined) throw new Error(name);
  const peer = await startPymodbus(line.at, units);
  const bench = await driversBench({
    instances: [instanceOf('m', 'modbus', { ...line.settings, pollIntervalMs: 500 })],
    addresses: points,
  });
  await eventually(() => bench.state('m')).toBe('running');
  const write = (address: string, value: number | boolean | string) => bench.drivers.write(address, value);

  // Scaled: 45 = 22 × 2 + 1, and 22 is 0x41b00000.
  expect(await write('holding:2:float32', 45)).toMatchObject({
    ok: true,
    value: { value: 45, quality: 'good' },
  });
  expect(await peer.get('holding', 2, 2)).toEqual([0x41b0, 0]);
  expect(await write('holding:30:uint32', 65_538)).toMatchObject({ ok: true, value: { value: 65_538 } });
  expect(await peer.get('holding', 30, 2)).toEqual([1, 2]);
  expect(await write('coil:3', true)).toMatchObject({ ok: true, value: { value: true } });
  expect(await peer.get('coil', 3, 1)).toEqual([1]);
  expect(await write('holding:7:string6', 'Ciao')).toMatchObject({ ok: true, value: { value: 'Ciao' } });
  // The other bits of the register stay.
  expect(await write('holding:6:bit8', false)).toMatchObject({ ok: true, value: { value: false } });
  expect(await peer.get('holding', 6, 1)).toEqual([2]);
  expect(await write('holding:20@5', 78)).toMatchObject({ ok: true, value: { value: 78 } });
  expect(await peer.get('holding', 20, 1, 5)).toEqual([78]);

  expect(await write('holding:0', 70_000)).toMatchObject({ ok: false, failure: { code: 'WRITE_FAILED' } });
  expect(await write('input:0', 1)).toMatchObject({ ok: false, failure: { code: 'WRITE_FAILED' } });
  expect(await peer.get('holding', 0, 1)).toEqual([1_234]);
});

test('a device that is switched off makes values uncertain, and is found again when it is back', async () => {
  const port = await freePort();
  const peer = await startPymodbus({ port }, units);
  const bench = await driversBench({
    instances: [
      instanceOf('m', 'modbus', {
        transport: 'tcp',
        host: '127.0.0.1',
        port,
        pollIntervalMs: 100,
        timeoutMs: 300,
      }),
    ],
    addresses: points,
  });
  await eventually(() => bench.value('holding:0')).toBe(1_234);
  await peer.stop();
  await eventually(() => bench.last('holding:0')).toMatchObject({
    value: 1_234,
    quality: 'uncertain',
    reason: `127.0.0.1:${port} refuses the connection`,
  });
  await eventually(() => bench.status('m')).toMatchObject({
    state: 'fault',
    reason: `127.0.0.1:${port} refuses the connection`,
  });
  expect(await bench.drivers.write('holding:0', 1)).toMatchObject({
    ok: false,
    failure: { code: 'WRITE_FAILED', context: { why: 'there is no connection to the device' } },
  });
  await startPymodbus({ port }, units);
  await eventually(() => bench.last('holding:0')).toMatchObject({ value: 1_234, quality: 'good' });
  await eventually(() => bench.state('m')).toBe('running');
  expect(bench.children).toHaveLength(1);
});

test('a wrong unit id and a register that is not there spoil nothing else', async () => {
  const port = await freePort();
  await startPymodbus({ port }, units);
  const bench = await driversBench({
    instances: [
      instanceOf('m', 'modbus', {
        transport: 'tcp',
        host: '127.0.0.1',
        port,
        pollIntervalMs: 100,
        timeoutMs: 300,
      }),
    ],
    addresses: [
      ...points,
      // 40 to 49 are not in the device; 39 is, and would be read in the same request.
      point('holding:39'),
      point('holding:41'),
      point('holding:0@9'),
      point('holding:70000'),
    ],
  });
  await eventually(() => bench.last('holding:41')).toMatchObject({
    value: null,
    quality: 'bad',
    reason: 'unit 1 has no such register or coil (exception 2)',
  });
  await eventually(() => bench.last('holding:0@9')).toMatchObject({
    value: null,
    quality: 'bad',
    reason: 'unit 9 did not answer within 300 ms',
  });
  expect(bench.last('holding:70000')).toMatchObject({
    quality: 'bad',
    reason: expect.stringContaining('65535'),
  });
  for (const [address, value] of Object.entries({ ...expected, 'holding:39': 0 })) {
    await eventually(() => bench.last(address)).toMatchObject({ value, quality: 'good' });
  }
  await eventually(() => bench.state('m')).toBe('running');
});

test('a serial adapter that is pulled out is a fault, and is used again when it is back', async () => {
  const cable = await serialCable();
  const settings = {
    transport: 'rtu',
    path: cable.ours,
    baudRate: 19_200,
    pollIntervalMs: 100,
    timeoutMs: 300,
  };
  const first = await startPymodbus({ serial: cable.theirs }, units);
  const bench = await driversBench({ instances: [instanceOf('m', 'modbus', settings)], addresses: points });
  await eventually(() => bench.value('holding:0')).toBe(1_234);
  await cable.pull();
  await first.stop();
  await eventually(() => bench.last('holding:0')).toMatchObject({ value: 1_234, quality: 'uncertain' });
  await eventually(() => bench.status('m')).toMatchObject({
    state: 'fault',
    reason: expect.stringContaining(cable.ours),
  });
  await cable.plug();
  const second = await startPymodbus({ serial: cable.theirs }, units);
  await second.set('holding', 0, [99]);
  await eventually(() => bench.last('holding:0')).toMatchObject({ value: 99, quality: 'good' });
  expect(bench.children).toHaveLength(1);
});
