import { expect, test } from 'vitest';
import type { Address, Route } from '#shared/gateway-api/configuration.ts';
import {
  addressesLost,
  driversLost,
  driversUnread,
  isAtRest,
  routesAt,
} from '../../../../../../renderer/features/gateway/points/bulk-words.ts';

const address = (id: string, gateway: string): Address => ({
  id,
  name: id,
  enabled: true,
  gateway,
  address: 'holding:0',
  type: 'number',
  settings: {},
});
const route = (from: string, to: string): Route => ({
  id: `${from}-${to}`,
  name: `${from} to ${to}`,
  enabled: true,
  from,
  to,
  settings: {},
});
const addresses = [address('a', 'plc'), address('b', 'plc'), address('c', 'broker'), address('d', 'other')];
const routes = [route('a', 'b'), route('a', 'c'), route('c', 'd')];

test('a route between two that go counts once', () => {
  expect(routesAt(new Set(['a', 'b']), routes)).toBe(2);
  expect(addressesLost(['a', 'b'], routes)).toContain('2 routes from or to them go with them.');
  expect(addressesLost(['b'], routes)).toContain('1 route from or to them goes with them.');
  expect(addressesLost(['x'], routes).join()).not.toContain('route');
});

test('drivers take their addresses and the routes of those along', () => {
  expect(driversLost(['plc', 'broker'], addresses, routes)).toContain(
    '3 addresses and 3 routes go with them.',
  );
  expect(driversUnread(['plc'], addresses)).toBe('Values of 2 addresses are not read meanwhile.');
});

test('at rest is what somebody stopped, not what failed', () => {
  const states = [
    'stopped',
    'disabled',
    'fault',
    'waiting',
    'running',
    'starting',
    'unknown-driver',
  ] as const;
  expect(states.filter((state) => isAtRest({ state }))).toEqual(['stopped', 'disabled']);
});
