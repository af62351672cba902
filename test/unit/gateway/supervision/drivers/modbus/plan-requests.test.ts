import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  isBitArea,
  type ModbusPoint,
  type ModbusRequest,
  planRequests,
  pointOf,
  splitRequest,
} from '../../../../../../electron/gateway/supervision/drivers/modbus/plan-requests.ts';
import {
  modbusAreas,
  parseModbusAddress,
} from '../../../../../../shared/gateway-api/drivers/modbus-notation.ts';
import { addressOf } from '../../../../../fakes/drivers-bench.ts';

const limits = { maxGap: 16, maxRegisters: 125 };
const defaults = { unit: 1, order: 'abcd', pollIntervalMs: 1_000 } as const;

function point(text: string, own: Parameters<typeof pointOf>[2] = {}, pollIntervalMs?: number): ModbusPoint {
  const place = parseModbusAddress(text);
  if (!place.ok) throw new Error(place.reason);
  const rest = pollIntervalMs === undefined ? {} : { pollIntervalMs };
  return pointOf(addressOf('m', text, rest), place.value, own, defaults);
}
const planned = (points: ModbusPoint[], given = limits) =>
  planRequests(points, given).map(({ area, unit, offset, length }) => `${area}:${offset}+${length}@${unit}`);

test('neighbours go together, gaps and limits part them', () => {
  expect(planned(['holding:0', 'holding:1:float32', 'holding:3'].map((one) => point(one)))).toEqual([
    'holding:0+4@1',
  ]);
  expect(planned(['holding:0', 'holding:17', 'holding:35'].map((one) => point(one)))).toEqual([
    'holding:0+18@1',
    'holding:35+1@1',
  ]);
  expect(
    planned(
      ['holding:0', 'holding:2'].map((one) => point(one)),
      { maxGap: 0, maxRegisters: 125 },
    ),
  ).toHaveLength(2);
  expect(planned(['coil:0', 'coil:200'].map((one) => point(one)))).toEqual(['coil:0+201@1']);
  expect(planned(['holding:0', 'input:1', 'coil:2', 'holding:1@2'].map((one) => point(one)))).toHaveLength(4);
  expect(planned([point('holding:0'), point('holding:1', {}, 5_000)])).toHaveLength(2);
  // A value that is longer than a request may be is still read, in one piece.
  expect(planned([point('holding:0:float64')], { maxGap: 0, maxRegisters: 2 })).toEqual(['holding:0+4@1']);
});

test('the notation goes before the settings of the address, those before the instance’s', () => {
  expect(point('holding:0:float32')).toMatchObject({ unit: 1, order: 'abcd', intervalMs: 1_000 });
  expect(point('holding:0:float32', { unit: 4, order: 'dcba' }, 200)).toMatchObject({
    unit: 4,
    order: 'dcba',
    intervalMs: 200,
  });
  expect(point('holding:0:float32:cdab@9', { unit: 4, order: 'dcba' })).toMatchObject({
    unit: 9,
    order: 'cdab',
  });
});

const anyPoint = fc
  .record({
    area: fc.constantFrom(...modbusAreas),
    offset: fc.nat({ max: 600 }),
    type: fc.constantFrom('', ':int16', ':float32', ':float64', ':string40', ':bit3'),
    unit: fc.integer({ min: 1, max: 2 }),
    interval: fc.constantFrom(200, 1_000),
  })
  .map(({ area, offset, type, unit, interval }) =>
    point(`${area}:${offset}${isBitArea(area) ? '' : type}@${unit}`, {}, interval),
  );
const anyLimits = fc.record({ maxGap: fc.nat({ max: 100 }), maxRegisters: fc.integer({ min: 4, max: 125 }) });

/** Every point lies within its request, and the request is no longer than its points need. */
function check(request: ModbusRequest): void {
  for (const one of request.points) {
    expect([one.unit, one.area, one.intervalMs]).toEqual([request.unit, request.area, request.intervalMs]);
    expect(one.offset).toBeGreaterThanOrEqual(request.offset);
    expect(one.offset + one.length).toBeLessThanOrEqual(request.offset + request.length);
  }
  expect(Math.min(...request.points.map(({ offset }) => offset))).toBe(request.offset);
}

test('every point is read exactly once, within the limits', () => {
  fc.assert(
    fc.property(fc.array(anyPoint, { maxLength: 60 }), anyLimits, (points, given) => {
      const requests = planRequests(points, given);
      expect(new Set(requests.flatMap((request) => request.points))).toEqual(new Set(points));
      expect(requests.flatMap((request) => request.points)).toHaveLength(points.length);
      for (const request of requests) {
        check(request);
        const longest = Math.max(...request.points.map(({ length }) => length));
        const most = isBitArea(request.area) ? Math.min(2_000, given.maxRegisters * 16) : given.maxRegisters;
        expect(request.length).toBeLessThanOrEqual(Math.max(most, longest));
      }
    }),
  );
});

test('a refused request is cut until single points are left, and none is lost', () => {
  fc.assert(
    fc.property(fc.array(anyPoint, { minLength: 1, maxLength: 40 }), anyLimits, (points, given) => {
      const cut = (request: ModbusRequest): ModbusRequest[] => {
        check(request);
        return splitRequest(request)?.flatMap(cut) ?? [request];
      };
      const single = planRequests(points, given).flatMap(cut);
      expect(single.every((request) => request.points.length === 1)).toBe(true);
      expect(new Set(single.flatMap((request) => request.points))).toEqual(new Set(points));
    }),
  );
});

test('the cut is at the widest gap', () => {
  const [request] = planRequests(
    ['holding:0', 'holding:1', 'holding:2', 'holding:10'].map((one) => point(one)),
    limits,
  );
  const parts = request === undefined ? null : splitRequest(request);
  expect(parts?.map(({ offset, length }) => `${offset}+${length}`)).toEqual(['0+3', '10+1']);
});
