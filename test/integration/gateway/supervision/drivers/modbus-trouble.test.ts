import { expect, test } from 'vitest';
import { addressOf, driversBench, instanceOf } from '../../../../fakes/drivers-bench.ts';
import { eventually } from '../../../../fakes/eventually.ts';
import { exceptionAnswer, offsetsAsRegisters, startModbusDevice } from '../../../../fakes/modbus-device.ts';
import { startRtuDevice } from '../../../../fakes/rtu-device.ts';

type Answer = Parameters<typeof startModbusDevice>[0];

/** A device that answers as told, polled ten times a second for the registers 1, 2 and 300. */
async function polled(answer: Answer, settings = {}) {
  const device = await startModbusDevice(answer);
  const bench = await driversBench({
    instances: [
      instanceOf('m', 'modbus', {
        transport: 'tcp',
        host: '127.0.0.1',
        port: device.port,
        pollIntervalMs: 100,
        timeoutMs: 200,
        retries: 0,
        ...settings,
      }),
    ],
    addresses: ['holding:1', 'holding:2', 'holding:300'].map((address) => addressOf('m', address)),
  });
  return { device, bench };
}

test('neighbouring registers are read in one request', async () => {
  const { device, bench } = await polled(offsetsAsRegisters);
  await eventually(() => bench.value('holding:300')).toBe(300);
  expect(bench.value('holding:1')).toBe(1);
  const places = device.asked.map(({ offset, count }) => `${offset}+${count}`);
  expect(new Set(places)).toEqual(new Set(['1+2', '300+1']));
});

test('a device that says nothing is asked less and less, and is well as soon as it speaks', async () => {
  let silent = true;
  const { device, bench } = await polled((asked) => (silent ? null : offsetsAsRegisters(asked)));
  await eventually(() => bench.status('m')).toMatchObject({
    state: 'fault',
    reason: 'unit 1 did not answer within 200 ms',
  });
  expect(bench.last('holding:1')).toMatchObject({ value: null, quality: 'bad' });
  const asked = device.asked.length;
  expect(asked).toBeLessThan(5);
  silent = false;
  await eventually(() => bench.last('holding:1')).toMatchObject({ value: 1, quality: 'good' });
  await eventually(() => bench.state('m')).toBe('running');
});

test('a device that answers too late does not give the value of another register', async () => {
  let lateMs = 0;
  const { bench } = await polled(async (asked) => {
    await new Promise((resolve) => setTimeout(resolve, asked.offset === 300 ? lateMs : 0));
    return offsetsAsRegisters(asked);
  });
  await eventually(() => bench.value('holding:300')).toBe(300);
  lateMs = 350;
  await eventually(() => bench.last('holding:300')?.quality).toBe('uncertain');
  lateMs = 0;
  await eventually(() => bench.last('holding:300')?.quality).toBe('good');
  for (const { id, value } of bench.readings) {
    if (value !== null) expect(id).toBe(`holding:${value}`);
  }
});

const garbage: Record<string, Answer> = {
  'bytes without a meaning': () => ({ raw: Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n') }),
  'a length of 65535': () => ({ raw: Buffer.from([0, 1, 0, 0, 0xff, 0xff, 1, 3, 2, 0, 1]) }),
  'a count that does not fit': (asked) => ({
    pdu: Buffer.from([asked.code, asked.count * 2 - 1, ...Buffer.alloc(asked.count * 2)]),
  }),
  'too little data': (asked) => ({ pdu: Buffer.from([asked.code, 2, 0]) }),
  'another function': (asked) => ({
    pdu: Buffer.from([asked.code + 1, asked.count * 2, ...Buffer.alloc(asked.count * 2)]),
  }),
  'nothing but a header': () => ({ pdu: Buffer.alloc(0) }),
  'the unit id of somebody else': (asked) => ({ ...offsetsAsRegisters(asked), unit: 7 }),
};

test.for(Object.keys(garbage))(
  'a device that answers with %s gives no value and harms nothing',
  async (kind) => {
    let lies = true;
    const liar = garbage[kind] ?? (() => null);
    const { bench } = await polled((asked) => (lies ? liar(asked) : offsetsAsRegisters(asked)));
    await eventually(() => bench.state('m')).toBe('fault');
    expect(bench.readings.filter(({ value }) => value !== null)).toEqual([]);
    lies = false;
    await eventually(() => bench.last('holding:300')).toMatchObject({ value: 300, quality: 'good' });
    await eventually(() => bench.state('m')).toBe('running');
    // The process outlived all of it.
    expect(bench.children).toHaveLength(1);
    expect(bench.exits).toEqual([]);
  },
);

test('a device that refuses a whole request is asked for its parts, and one that is busy keeps its last value', async () => {
  let busy = false;
  const { bench, device } = await polled((asked) => {
    if (busy) return exceptionAnswer(asked.code, 6);
    return asked.count > 1 || asked.offset === 2 ? exceptionAnswer(asked.code, 2) : offsetsAsRegisters(asked);
  });
  await eventually(() => bench.value('holding:1')).toBe(1);
  await eventually(() => bench.last('holding:2')).toMatchObject({ value: null, quality: 'bad' });
  const wide = device.asked.filter(({ count }) => count > 1).length;
  busy = true;
  await eventually(() => bench.last('holding:1')).toMatchObject({
    value: 1,
    quality: 'uncertain',
    reason: 'unit 1 is busy (exception 6)',
  });
  // What was refused once is not tried again at each poll.
  expect(wide).toBe(1);
});

test('one dead unit does not take the time of the others', async () => {
  const device = await startModbusDevice((asked) => (asked.unit === 2 ? null : offsetsAsRegisters(asked)));
  const settings = {
    transport: 'tcp',
    host: '127.0.0.1',
    port: device.port,
    pollIntervalMs: 100,
    timeoutMs: 300,
    retries: 0,
  };
  const bench = await driversBench({
    instances: [instanceOf('m', 'modbus', settings)],
    addresses: [addressOf('m', 'holding:1'), addressOf('m', 'holding:1@2')],
  });
  await eventually(() => bench.last('holding:1@2')?.reason).toBe('unit 2 did not answer within 300 ms');
  await eventually(() => bench.readings.filter(({ id }) => id === 'holding:1').length).toBeGreaterThan(30);
  expect(device.asked.filter(({ unit }) => unit === 2).length).toBeLessThan(8);
  await eventually(() => bench.state('m')).toBe('running');
});

test('the poll is finished before the driver ends with 0', async () => {
  let answered = 0;
  const { device, bench } = await polled(
    async (asked) => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      answered += 1;
      return offsetsAsRegisters(asked);
    },
    { timeoutMs: 2_000 },
  );
  await eventually(() => bench.value('holding:1')).toBe(1);
  const before = device.asked.length;
  await eventually(() => device.asked.length).toBeGreaterThan(before);
  await bench.drivers.stop();
  expect(answered).toBe(device.asked.length);
  expect(bench.exits).toEqual([{ code: 0, signal: null }]);
  expect(bench.state('m')).toBe('stopped');
});

/** The registers 1 and 300 of an RTU device behind a terminal server. */
async function polledRtu() {
  const device = await startRtuDevice();
  const settings = { host: '127.0.0.1', port: device.port, pollIntervalMs: 100, timeoutMs: 200, retries: 1 };
  const bench = await driversBench({
    instances: [instanceOf('m', 'modbus', { transport: 'rtu-over-tcp', ...settings })],
    addresses: ['holding:1', 'holding:300'].map((address) => addressOf('m', address)),
  });
  await eventually(() => bench.value('holding:300')).toBe(300);
  return { device, bench };
}

test('on a serial line, where answers have no number, a late one is not taken for the next', async () => {
  const { device, bench } = await polledRtu();
  for (const lateMs of [250, 350]) {
    device.lateMs = lateMs;
    await eventually(() => bench.last('holding:300')?.quality).toBe('uncertain');
    device.lateMs = 0;
    await eventually(() => bench.last('holding:300')?.quality).toBe('good');
    await eventually(() => bench.last('holding:1')?.quality).toBe('good');
  }
  for (const { id, value } of bench.readings) if (value !== null) expect(id).toBe(`holding:${value}`);
});

test('noise before an answer is read over, a damaged answer gives no value', async () => {
  const { device, bench } = await polledRtu();
  device.noise = Buffer.from([0xff, 0, 0x7f]);
  const good = () => bench.readings.filter(({ quality }) => quality === 'good').length;
  const before = good();
  await eventually(good).toBeGreaterThan(before + 5);
  device.damage = true;
  await eventually(() => bench.last('holding:300')).toMatchObject({ value: 300, quality: 'uncertain' });
  await eventually(() => bench.status('m')?.reason).toContain('CRC error');
  device.damage = false;
  device.noise = Buffer.alloc(0);
  await eventually(() => bench.last('holding:300')?.quality).toBe('good');
  for (const { id, value } of bench.readings) if (value !== null) expect(id).toBe(`holding:${value}`);
  expect(bench.children).toHaveLength(1);
});
