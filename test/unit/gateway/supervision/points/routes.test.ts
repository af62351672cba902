import fc from 'fast-check';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createFlow, type LiveChange } from '../../../../../electron/gateway/supervision/points/flow.ts';
import { createLastValues } from '../../../../../electron/gateway/supervision/points/last-values.ts';
import { createRouteEngine } from '../../../../../electron/gateway/supervision/points/route-engine.ts';
import type { Route } from '../../../../../shared/gateway-api/configuration.ts';
import type { Value } from '../../../../../shared/gateway-api/values.ts';
import { scriptedDrivers } from '../../../../fakes/scripted-drivers.ts';

const route = (from: string, to: string, more: Partial<Route> = {}): Route => ({
  id: `${from}-${to}`,
  name: `${from} to ${to}`,
  enabled: true,
  from,
  to,
  settings: {},
  ...more,
});

/** Expressions of these tests add a number to the value. */
function engineWith(given: Route[]) {
  const devices = scriptedDrivers();
  const last = createLastValues(() => true);
  const flow = createFlow({ drivers: devices.drivers, last });
  const state = { routes: given };
  const engine = createRouteEngine({
    flow,
    routes: () => state.routes,
    good: last.good,
    isEnabled: () => true,
    evaluate: async ({ expression }, value) => ({ ok: true, result: Number(value) + Number(expression) }),
    log: pino({ level: 'silent' }),
  });
  engine.start();
  return { ...devices, engine, last, state, flow };
}

/** Until nothing was written for a while. */
async function settled(written: readonly unknown[]) {
  let before = -1;
  while (before !== written.length) {
    before = written.length;
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

test('what a route did last is told, its last failure too, until it is changed', async () => {
  const { read, rule, engine, state, written } = engineWith([route('a', 'b')]);
  expect(engine.lastRun('a-b')).toEqual({});
  read('a', 1);
  await settled(written);
  const at = expect.stringMatching(/^\d{4}-.*Z$/);
  expect(engine.lastRun('a-b')).toEqual({ lastValue: 1, lastAt: at });
  rule.stores = () => null;
  read('a', 2);
  await settled(written);
  const lastFailure = { at, message: expect.stringContaining('it refused') };
  expect(engine.lastRun('a-b')).toEqual({ lastValue: 1, lastAt: at, lastFailure });
  rule.stores = (_id, value) => value;
  state.routes = [route('a', 'b', { name: 'other' })];
  engine.changed();
  expect(engine.lastRun('a-b')).toEqual({});
  await settled(written);
  expect(engine.lastRun('a-b')).toEqual({ lastValue: 2, lastAt: at });
  state.routes = [];
  engine.changed();
  expect(engine.lastRun('a-b')).toEqual({});
});

test('a good value goes on when it is another one, and only then', async () => {
  const { read, written } = engineWith([route('a', 'b')]);
  read('a', 1);
  await settled(written);
  read('a', 1);
  read('a', 2, 'uncertain');
  read('a', 3, 'bad');
  read('a', 4);
  await settled(written);
  expect(written).toEqual([
    { id: 'b', value: 1 },
    { id: 'b', value: 4 },
  ]);
});

test('both ways: at the start the first end wins, afterwards each change goes to the other end', async () => {
  const { read, written, last } = engineWith([route('a', 'b', { bothWays: true })]);
  read('b', 5);
  read('a', 1);
  await settled(written);
  expect([last.good('a'), last.good('b')]).toEqual([1, 1]);
  read('b', 7);
  await settled(written);
  expect([last.good('a'), last.good('b')]).toEqual([7, 7]);
  expect(written).toHaveLength(2);
});

test('two routes that add to one another end: the value does not come back to where it came from', async () => {
  const { read, written, rule } = engineWith([
    route('a', 'b', { expression: '1' }),
    route('b', 'a', { expression: '1' }),
  ]);
  rule.delayMs = 1;
  read('a', 1);
  await settled(written);
  expect(written).toEqual([{ id: 'b', value: 2 }]);
  // What the device echoes later is still that value's doing; a number of its own is not.
  read('b', 2);
  read('b', 10);
  await settled(written);
  expect(written.slice(1)).toEqual([{ id: 'a', value: 11 }]);
});

test('a device that stores something else than was written does not start a quarrel', async () => {
  const { read, written, rule, last } = engineWith([route('a', 'b', { bothWays: true })]);
  rule.stores = (id, value) => (id === 'b' ? Math.round(Number(value)) : value);
  read('a', 1.4);
  await settled(written);
  expect(written).toEqual([{ id: 'b', value: 1.4 }]);
  expect([last.good('a'), last.good('b')]).toEqual([1.4, 1]);
});

test('of many values while one is written the newest goes on, the others are dropped', async () => {
  const { read, written, rule } = engineWith([route('a', 'b')]);
  rule.delayMs = 30;
  for (let value = 1; value <= 50; value++) read('a', value);
  await expect.poll(() => written.length).toBe(2);
  expect(written).toEqual([
    { id: 'b', value: 1 },
    { id: 'b', value: 50 },
  ]);
});

test('a route that is added carries what is there; one that was taken away carries nothing more', async () => {
  const { read, written, state, engine } = engineWith([]);
  read('a', 3);
  state.routes = [route('a', 'b')];
  engine.changed();
  await settled(written);
  expect(written).toEqual([{ id: 'b', value: 3 }]);
  state.routes = [];
  engine.changed();
  read('a', 4);
  await settled(written);
  expect(written).toHaveLength(1);
});

test('a write that fails is tried again with the next value only', async () => {
  const { read, written, rule } = engineWith([route('a', 'b')]);
  rule.stores = () => null;
  read('a', 1);
  await settled(written);
  expect(written).toHaveLength(1);
  rule.stores = (_id, value) => value;
  read('a', 2);
  await settled(written);
  expect(written.at(-1)).toEqual({ id: 'b', value: 2 });
});

const ends = fc.constantFrom('a', 'b', 'c', 'd');
const anyRoutes = fc.array(
  fc.record({ from: ends, to: ends, add: fc.integer({ min: 0, max: 3 }), bothWays: fc.boolean() }),
  { maxLength: 8 },
);

test('whatever routes there are, every change comes to an end', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyRoutes,
      fc.array(fc.tuple(ends, fc.integer({ min: 0, max: 5 })), { maxLength: 5 }),
      async (routes, values) => {
        const made = routes
          .filter(({ from, to }) => from !== to)
          .map(({ from, to, add, bothWays }, index) => ({
            ...route(from, to, bothWays ? { bothWays } : { expression: String(add) }),
            id: String(index),
          }));
        const { read, written } = engineWith(made);
        for (const [id, value] of values) {
          read(id, value);
          await settled(written);
        }
        // Each change may reach each address over each path once: far less than for ever.
        expect(written.length).toBeLessThan(2_000);
      },
    ),
    { numRuns: 40 },
  );
});

test('a change that a write caused tells its chain, one from outside does not', async () => {
  const { read, flow } = engineWith([]);
  const seen: LiveChange[] = [];
  flow.onChanges((changes) => seen.push(...changes));
  read('b', 1 satisfies Value);
  await flow.write('b', 2, new Set(['address a']));
  read('b', 3);
  expect(seen.map(({ value, chain }) => [value, ...chain])).toEqual([[1], [2, 'address a'], [3]]);
});
