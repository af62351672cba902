import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  checkReferences,
  type References,
} from '../../../../../electron/gateway/supervision/points/check-references.ts';

const whole = (): { [K in keyof References]: References[K] extends Iterable<infer I> ? I[] : never } => ({
  gateways: [{ id: 'g1' }, { id: 'g2' }],
  addresses: [
    { id: 'a1', gateway: 'g1', alias: 'flow' },
    { id: 'a2', gateway: 'g2' },
    // Its own id as alias is no clash.
    { id: 'a3', gateway: 'g2', alias: 'a3' },
  ],
  routes: [{ id: 'r1', from: 'a1', to: 'a2' }],
  logics: [
    { id: 'l1', trigger: { on: 'change', addresses: ['a2', 'flow'] } },
    { id: 'l2', trigger: { on: 'schedule', cron: '* * * * *' } },
    { id: 'l3' },
  ],
});

test('a whole configuration has none, nor has an empty one', () => {
  expect(checkReferences(whole())).toEqual([]);
  expect(checkReferences({ gateways: [], addresses: [], routes: [], logics: [] })).toEqual([]);
});

test.each<[string, (configuration: ReturnType<typeof whole>) => void, object]>([
  [
    'an address without its driver instance',
    ({ gateways }) => gateways.pop(),
    { part: 'addresses', id: 'a2', what: 'belongs to the driver instance "g2", which does not exist' },
  ],
  [
    'a route from nowhere',
    ({ routes }) => routes.push({ id: 'r2', from: 'gone', to: 'a1' }),
    { part: 'routes', id: 'r2', what: 'goes from the address "gone", which does not exist' },
  ],
  [
    'a route to an alias: routes name ids',
    ({ routes }) => routes.push({ id: 'r2', from: 'a1', to: 'flow' }),
    { part: 'routes', id: 'r2', what: 'goes to the address "flow", which does not exist' },
  ],
  [
    'a logic at changes of nothing',
    ({ logics }) => logics.push({ id: 'l4', trigger: { on: 'change', addresses: ['a1', 'gone'] } }),
    { part: 'logics', id: 'l4', what: 'runs at changes of the address "gone", which does not exist' },
  ],
  [
    'an alias twice',
    ({ addresses }) => addresses.push({ id: 'a4', gateway: 'g1', alias: 'flow' }),
    { part: 'addresses', id: 'a4', what: 'has the alias "flow", and so has the address "a1"' },
  ],
  [
    'an alias that is the id of another address',
    ({ addresses }) => addresses.push({ id: 'a4', gateway: 'g1', alias: 'a2' }),
    { part: 'addresses', id: 'a4', what: 'has the alias "a2", which is the id of another address' },
  ],
])('%s is found', (_name, breakIt, found) => {
  const configuration = whole();
  breakIt(configuration);
  expect(checkReferences(configuration)).toContainEqual(found);
});

test('lists are read once, so that rows of a database will do, and the answer stays short', () => {
  function* many() {
    for (let number = 0; number < 1_000; number++) yield { id: `a${number}`, gateway: 'gone' };
  }
  expect(checkReferences({ gateways: [], addresses: many(), routes: [], logics: [] })).toHaveLength(20);
});

test('taking any referred item away is found, adding unrelated ones never', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 8 }), (ids) => {
      const addresses = ids.map((id) => ({ id, gateway: 'g' }));
      const routes = ids.slice(1).map((id, index) => ({ id, from: ids[index] ?? '', to: id }));
      const configuration = { gateways: [{ id: 'g' }], addresses, routes, logics: [] };
      expect(checkReferences(configuration)).toEqual([]);
      for (const { id } of addresses) {
        const without = addresses.filter((address) => address.id !== id);
        const broken = checkReferences({ ...configuration, addresses: without });
        expect(broken.every(({ what }) => what.includes(`"${id}"`))).toBe(true);
        expect(broken.length).toBeGreaterThan(0);
      }
    }),
  );
});
