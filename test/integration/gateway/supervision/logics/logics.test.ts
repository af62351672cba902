import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { evaluatorLimits } from '../../../../../electron/gateway/supervision/logics/evaluator-limits.ts';
import { createLogics } from '../../../../../electron/gateway/supervision/logics/logics.ts';
import { findByKey, kinds } from '../../../../../electron/gateway/supervision/points/find-by-key.ts';
import { createFlow } from '../../../../../electron/gateway/supervision/points/flow.ts';
import { createLastValues } from '../../../../../electron/gateway/supervision/points/last-values.ts';
import { namedValues } from '../../../../../electron/gateway/supervision/points/named-values.ts';
import { createForkSpawner } from '../../../../../electron/platform/processes/fork-spawner.ts';
import type { Address, Logic } from '../../../../../shared/gateway-api/configuration.ts';
import { eventually } from '../../../../fakes/eventually.ts';
import { scriptedDrivers } from '../../../../fakes/scripted-drivers.ts';
import { temporaryFolder } from '../../../../fakes/temporary-folder.ts';

/** Logics in real processes, over addresses whose devices the test plays. */

const entry = new URL('../../../../../electron/gateway/supervision/logics/evaluator-main.ts', import.meta.url)
  .pathname;
const log = pino({ level: 'silent' });

const address = (id: string, alias?: string): Address => ({
  id,
  name: `point ${id}`,
  enabled: true,
  gateway: 'g',
  address: '',
  type: 'number',
  writable: true,
  settings: {},
  ...(alias !== undefined && { alias }),
});
const logic = (id: string, source: string, more: Partial<Logic> = {}): Logic => ({
  id,
  name: `logic ${id}`,
  enabled: true,
  source,
  trigger: { on: 'change', addresses: ['a'] },
  settings: {},
  ...more,
});

async function running(given: Logic[], limits: Partial<typeof evaluatorLimits> = {}) {
  const devices = scriptedDrivers();
  const addresses = new Map(
    [address('a', 'flow'), address('b', 'valve'), address('c')].map((one) => [one.id, one]),
  );
  const all = new Map(given.map((one) => [one.id, one]));
  const last = createLastValues((id) => addresses.has(id));
  const flow = createFlow({ drivers: devices.drivers, last });
  const logics = createLogics({
    ...namedValues(() => addresses, last.good),
    spawner: createForkSpawner(),
    entry,
    logsFolder: await temporaryFolder(),
    limits: { ...evaluatorLimits, restartFirstMs: 50, pauseMs: 5, ...limits },
    flow,
    findAddress: (key) => findByKey(addresses, key, kinds.address),
    logics: () => all,
    log,
    now: Date.now,
  });
  onTestFinished(() => logics.stop());
  const view = (id: string) => logics.view(all.get(id) as Logic);
  const ready = async () => {
    for (const { id, enabled } of given)
      if (enabled) await eventually(() => view(id).process.state).toBe('running');
  };
  logics.start();
  return { ...devices, logics, all, view, ready, last };
}

test('runs at a change, sees all values by id and by alias, and writes by id and by alias', async () => {
  const { ready, read, written, view } = await running([
    logic('l', '{ "valve": flow > 10 ? 1 : 0, "c": a + $number($exists(b) and b != null ? b : 0) }'),
  ]);
  await ready();
  read('a', 20);
  await eventually(() => written.length).toBe(2);
  expect(written).toEqual([
    { id: 'b', value: 1 },
    { id: 'c', value: 20 },
  ]);
  await eventually(() => view('l').lastRunAt).toMatch(/Z$/);
  expect(view('l').lastError).toBeNull();
  // `b` is 1 since the first run.
  read('a', 21);
  await eventually(() => written.at(-1)).toEqual({ id: 'c', value: 22 });
});

test('many changes while it runs are one run, with the newest values', async () => {
  const { ready, read, written } = await running([logic('l', '{ "b": a }')], { pauseMs: 50 });
  await ready();
  for (let value = 1; value <= 500; value++) read('a', value);
  await eventually(() => written.at(-1)?.value).toBe(500);
  expect(written.length).toBeLessThan(10);
});

test('what it wrote does not make it run again, nor do two logics that feed one another run for ever', async () => {
  const { ready, read, written } = await running([
    logic('self', '{ "a": a + 1 }'),
    logic('one', '{ "c": b + 1 }', { trigger: { on: 'change', addresses: ['b'] } }),
    logic('two', '{ "b": c + 1 }', { trigger: { on: 'change', addresses: ['c'] } }),
  ]);
  await ready();
  read('a', 1);
  await eventually(() => written.length).toBe(1);
  read('b', 1);
  await eventually(() => written.length).toBeGreaterThanOrEqual(3);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(written).toHaveLength(3);
});

test.each([
  ['[1, 2]', 'a list'],
  ['"text"', 'a string'],
  ['{ "gone": 1 }', 'gone'],
  ['{ "b": { "x": 1 } }', 'neither number nor text'],
  ['$error("on purpose")', 'on purpose'],
  ['a.$substring(1)', 'argument'],
  ['{ "b": [1..2000000] }', ''],
])('%s is told and writes nothing', async (source, said) => {
  const { ready, read, written, view } = await running([logic('l', source)]);
  await ready();
  read('a', 1);
  await eventually(() => view('l').lastError).toContain(said);
  expect(written).toEqual([]);
  expect(view('l').process.state).toBe('running');
});

test('a device that refuses is told; the next run that goes well clears it', async () => {
  const { ready, read, rule, view } = await running([logic('l', '{ "b": a }')]);
  await ready();
  rule.stores = () => null;
  read('a', 1);
  await eventually(() => view('l').lastError).toContain('it refused');
  rule.stores = (_id, value) => value;
  read('a', 2);
  await eventually(() => view('l').lastError).toBeNull();
});

test.each([
  ['a recursion without an end', '($f := function($x){ $f($x + 1) }; $f(1))'],
  ['a sequence without an end', '$sum([1..9999999].[1..9999999])'],
  // No step of JSONata in between: only a kill ends it.
  ['a regex that backtracks for ever', '$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /^(a+)+$/)'],
])('%s ends, is told, and harms no other logic', async (_name, source) => {
  const { ready, read, written, view } = await running([logic('bad', source), logic('good', '{ "b": a }')], {
    runMs: 500,
    killAfterMs: 500,
  });
  await ready();
  read('a', 1);
  await eventually(() => view('bad').lastError).toMatch(/./);
  await eventually(() => written).toEqual([{ id: 'b', value: 1 }]);
  // It is there again for the next change.
  await eventually(() => view('bad').process.state).toBe('running');
  expect(view('good').process.restarts).toBe(0);
});

test('one that takes too much memory is ended, told and started again', async () => {
  const source =
    '($f := function($x){ $length($x) > 900000000 ? 1 : $f($x & $x & $string($random())) }; $f("x"); $map([1..5000000], function($i){ $string($i) & "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" }))';
  const { ready, read, view } = await running([logic('l', source)], {
    maxHeapMiB: 32,
    runMs: 60_000,
    killAfterMs: 5_000,
  });
  await ready();
  read('a', 1);
  await eventually(() => view('l').process.restarts).toBeGreaterThan(0);
  expect(view('l').lastError).toMatch(/memory|SIGABRT|SIGTRAP|code/);
});

test('a schedule runs it by the clock', async () => {
  const { written } = await running([
    logic('l', '{ "b": $toMillis($now()) }', { trigger: { on: 'schedule', cron: '* * * * * *' } }),
  ]);
  await eventually(() => written.length).toBeGreaterThanOrEqual(2);
});

test('stopped ones stay stopped, disabled ones and those without a trigger say why they do not run', async () => {
  const { trigger: _trigger, ...untriggered } = logic('old', 'a');
  const disabled = logic('off', 'a', { enabled: false });
  const { logics, view, all, ready, read, written } = await running([logic('l', '{ "b": a }'), disabled]);
  all.set('old', untriggered);
  await ready();
  const one = all.get('l') as Logic;
  const pid = view('l').process.pid ?? 0;
  await logics.stopOne(one);
  expect(view('l').process).toMatchObject({ state: 'stopped', pid: null });
  expect(() => process.kill(pid, 0)).toThrow();
  read('a', 1);
  expect(await logics.startOne(one)).toEqual({ ok: true, value: null });
  await eventually(() => view('l').process.state).toBe('running');
  expect(written).toEqual([]);
  expect(view('off').process.state).toBe('disabled');
  expect(view('old').process).toMatchObject({
    state: 'stopped',
    reason: expect.stringContaining('no trigger'),
  });
  for (const id of ['off', 'old']) {
    expect(await logics.startOne(all.get(id) as Logic)).toMatchObject({
      failure: { code: 'LOGIC_CANNOT_RUN' },
    });
  }
  await logics.stop();
  expect(await logics.startOne(one)).toMatchObject({ failure: { code: 'DRIVERS_PAUSED' } });
});

test('a changed source is what runs from then on', async () => {
  const { logics, all, ready, read, written } = await running([logic('l', '{ "b": 1 }')]);
  await ready();
  all.set('l', logic('l', '{ "b": 2 }'));
  await logics.changed('l');
  await ready();
  read('a', 1);
  await eventually(() => written).toEqual([{ id: 'b', value: 2 }]);
});
