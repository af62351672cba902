import { describe, expect, test } from 'vitest';
import {
  listColumns,
  nextSort,
  visibleGateways,
} from '../../../../../renderer/features/gateways/gateway-list-view.ts';
import { nextDialog } from '../../../../../renderer/features/gateways/use-after-connect.ts';
import { gatewayName } from '../../../../../renderer/lib/domain/gateway-view.ts';
import { baseState, boiler, fleet, gateway, ids } from '../../../../e2e/screens/fixtures.ts';

const { gateways } = baseState();
const names = (filter: string, sort: Parameters<typeof visibleGateways>[2]) =>
  visibleGateways(gateways, filter, sort).map(gatewayName);
const byName = { column: 'name', descending: false } as const;

describe('filter', () => {
  test('every word has to match, anywhere: name, address, status', () => {
    expect(names('10.0.0 answering', byName)).toEqual(['press-line-2']);
    expect(names('BOILER', byName)).toEqual(['boiler-room']);
    expect(names('kiln', byName)).toEqual([]);
  });
});

describe('order', () => {
  test('names count as people count: line-2 before line-10', () => {
    const lines = ['line-10', 'line-2'].map((name, index) => gateway(`${index}`, name));
    expect(visibleGateways(lines, '', byName).map(gatewayName)).toEqual(['line-2', 'line-10']);
  });

  test('by status brings up what needs a person', () => {
    const order = names('', { column: 'status', descending: false });
    expect(order.slice(0, 3)).toEqual(['press-line-2', 'paint-shop', 'water-treatment']);
  });

  test('revisions compare by value, and a gateway without one comes last', () => {
    const unknown = { ...fleet.water, identity: null };
    const sorted = visibleGateways([unknown, boiler, fleet.roof], '', {
      column: 'revision',
      descending: false,
    });
    expect(sorted.map(({ id }) => id)).toEqual([ids.roof, ids.boiler, ids.water]);
  });

  test.each(listColumns)('by %s loses nobody', (column) => {
    expect(names('', { column, descending: true })).toHaveLength(gateways.length);
  });

  test('a second click turns the order round, another column starts upwards', () => {
    expect(nextSort(byName, 'name')).toEqual({ column: 'name', descending: true });
    expect(nextSort({ column: 'name', descending: true }, 'seen')).toEqual({
      column: 'seen',
      descending: false,
    });
  });
});

test('after a try to connect the next step follows from the state', () => {
  expect(nextDialog(boiler)).toBeNull();
  expect(nextDialog(fleet.paint)).toEqual({ kind: 'certificate', gatewayId: ids.paint });
  expect(nextDialog(fleet.water)).toEqual({ kind: 'connect', gatewayId: ids.water });
  expect(nextDialog(fleet.press)).toBeNull();
});
