import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { addressOf, driverEntry, driversBench, instanceOf } from '../../../../fakes/drivers-bench.ts';
import { eventually } from '../../../../fakes/eventually.ts';
import { temporaryFolder } from '../../../../fakes/temporary-folder.ts';

/** A program in the place of a driver: says hello, then does what `source` says with `configured(order)` and `say`. */
async function strangeDriver(source: string): Promise<string> {
  const entry = join(await temporaryFolder(), 'strange.mjs');
  await writeFile(
    entry,
    `const say = (message) => process.send(message);
    const readings = (value) => say({ type: 'readings', readings: [{ id: 'a', value, at: Date.now(), quality: 'good' }] });
    process.on('message', (order) => {
      if (order.type === 'ping' && !globalThis.mute) say({ type: 'pong', rssBytes: globalThis.rss ?? process.memoryUsage.rss() });
      if (order.type === 'stop') process.exit(0);
      if (order.type === 'configure') configured(order);
      if (order.type === 'write') globalThis.write?.(order);
    });
    say({ type: 'hello' });
    ${source}`,
  );
  return entry;
}

const strange = async (source: string, limits = {}) =>
  driversBench({
    instances: [instanceOf('s', 'simulator')],
    addresses: [addressOf('s', 'hold', { id: 'a', writable: true })],
    entry: await strangeDriver(source),
    limits: { restartFirstMs: 50, restartMaxMs: 10_000, pingMs: 60_000, ...limits },
  });

const isAlive = (pid: number | undefined): boolean => {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('a driver that crashes is started again, later each time, and its values are not sure', async () => {
  const bench = await strange(
    `function configured() { say({ type: 'running' }); readings(7); setTimeout(() => { throw new Error('oh no'); }, 200); }`,
  );
  await eventually(() => bench.last('a')).toMatchObject({ value: 7, quality: 'good' });
  await eventually(() => bench.last('a')).toMatchObject({
    value: 7,
    quality: 'uncertain',
    reason: 'the driver does not run: it ended with code 1',
  });
  // A reading before each crash is no stable run: the waits grow all the same.
  await eventually(() => bench.status('s')?.failures).toBe(3);
  await eventually(() => bench.status('s')).toMatchObject({
    reason: expect.stringMatching(/next try in (200|400|800) ms/),
  });
  const log = await readFile(join(bench.folder, 'simulator_s-error.log'), 'utf8');
  const lines = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.some(({ msg }) => msg.includes('oh no'))).toBe(true);
  expect(lines[0]).toEqual({
    ts: expect.stringMatching(/^\d{4}-.*Z$/),
    level: 'error',
    msg: expect.any(String),
  });
});

test('a driver that spins without a word is killed and started again', async () => {
  const bench = await strange(
    `function configured() { say({ type: 'running' }); setTimeout(() => { for (;;); }, 50); }`,
    { pingMs: 200 },
  );
  await eventually(() => bench.children.length).toBe(2);
  expect(bench.exits[0]).toEqual({ code: null, signal: 'SIGKILL' });
  const log = await readFile(join(bench.folder, 'simulator_s-error.log'), 'utf8');
  expect(log).toContain('killed: it did not answer 3 times in a row');
  await bench.drivers.stop();
});

test.for([
  ['messages', `setInterval(() => { for (let i = 0; i < 200; i++) readings(i); }, 5);`],
  ['lines', `setInterval(() => { for (let i = 0; i < 200; i++) console.log('line', i); }, 5);`],
  [
    'readings',
    `setInterval(() => say({ type: 'readings', readings: Array.from({ length: 20_000 }, () => ({ id: 'a', value: 1, at: 1, quality: 'good' })) }), 50);`,
  ],
])('a driver that floods the gateway with %s is killed', async ([, flood]) => {
  const bench = await strange(`function configured() { say({ type: 'running' }); ${flood} }`, {
    restartFirstMs: 5_000,
  });
  await eventually(() => bench.exits.length).toBe(1);
  expect(bench.exits[0]).toEqual({ code: null, signal: 'SIGKILL' });
  expect(bench.status('s')).toMatchObject({
    state: 'waiting',
    restarts: 1,
    reason: expect.stringContaining('in a second'),
  });
});

test('a driver whose heap grows without end is ended by its limit, one with too many buffers is killed', async () => {
  const leak = await strange(
    `function configured() { say({ type: 'running' }); const kept = []; setInterval(() => kept.push(new Array(2e6).fill(Math.random())), 1); }`,
    { maxHeapMiB: 32, restartFirstMs: 5_000, missedPings: 1_000 },
  );
  await eventually(() => leak.exits.length).toBe(1);
  expect(leak.state('s')).toBe('waiting');
  const buffers = await strange(
    `function configured() { say({ type: 'running' }); globalThis.rss = 500_000_000; }`,
    {
      restartFirstMs: 5_000,
      pingMs: 200,
    },
  );
  await eventually(() => buffers.status('s')).toMatchObject({
    state: 'waiting',
    reason: expect.stringContaining('it took 500000000 bytes of memory'),
  });
});

test('what a driver says outside of the protocol, or about other addresses, is not taken', async () => {
  const bench = await strange(
    `function configured() {
      say('nonsense'); say(null); say({ type: 'readings', readings: [{ id: 'a', value: {}, at: 1, quality: 'good' }] });
      say({ type: 'readings', readings: [{ id: 'z', value: 1, at: 1, quality: 'good' }] });
      say({ type: 'written', request: 99, reading: null, failure: 'x' });
      say({ type: 'running' }); readings(5);
    }`,
  );
  await eventually(() => bench.value('a')).toBe(5);
  expect(bench.readings).toHaveLength(1);
  expect(bench.state('s')).toBe('running');
});

test('a write that is not answered ends with its time, or with the driver', async () => {
  const bench = await strange(
    `globalThis.write = ({ value }) => { if (value === 2) process.exit(3); }; function configured() { say({ type: 'running' }); }`,
    { writeMs: 300 },
  );
  await eventually(() => bench.state('s')).toBe('running');
  expect(await bench.drivers.write('a', 1)).toMatchObject({ failure: { code: 'WRITE_TIMED_OUT' } });
  expect(await bench.drivers.write('a', 2)).toMatchObject({
    failure: { code: 'WRITE_FAILED', context: { why: 'the driver ended meanwhile' } },
  });
  expect(await bench.drivers.write('a', 2)).toMatchObject({ failure: { code: 'DRIVER_NOT_RUNNING' } });
});

test('a driver that does not end when it is told to is killed after the grace time', async () => {
  const bench = await strange(
    `process.on('SIGTERM', () => {});
    function configured() { process.removeAllListeners('message'); process.on('message', () => {}); say({ type: 'running' }); }`,
    { stopGraceMs: 100 },
  );
  await eventually(() => bench.state('s')).toBe('running');
  await bench.drivers.stop();
  expect(bench.exits).toEqual([{ code: null, signal: 'SIGKILL' }]);
  expect(isAlive(bench.children[0]?.pid)).toBe(false);
});

test('a driver whose gateway is gone ends by itself', async () => {
  const child = fork(driverEntry, [], { env: { ...process.env, GATEWRIGHT_DRIVER: 's' }, execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  const [hello] = await once(child, 'message');
  expect(hello).toEqual({ type: 'hello' });
  const instance = instanceOf('s', 'simulator');
  child.send({ type: 'configure', instance, addresses: [addressOf('s', 'ramp')] });
  await once(child, 'message');
  child.disconnect();
  expect(await ended).toEqual([0, null]);
});
