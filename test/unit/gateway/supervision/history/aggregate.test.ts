import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aggregateRows, bucketsOf } from '../../../../../electron/gateway/supervision/history/aggregate.ts';

test.each([
  ['30s', '2026-11-21T12:00:44.999Z', '2026-11-21T12:00:30.000Z'],
  ['15m', '2026-11-21T12:14:59.999Z', '2026-11-21T12:00:00.000Z'],
  ['1h', '2026-11-21T12:59:59.999Z', '2026-11-21T12:00:00.000Z'],
  ['1d', '2026-11-21T23:59:59.999Z', '2026-11-21T00:00:00.000Z'],
  // A Saturday belongs to the week that began on the Monday before.
  ['1w', '2026-11-21T12:00:00.000Z', '2026-11-16T00:00:00.000Z'],
])('%s: %s belongs to the bucket of %s', (aggregate, at, start) => {
  expect(new Date(bucketsOf(aggregate).startOf(Date.parse(at))).toISOString()).toBe(start);
});

const points = fc
  .array(
    fc.record({
      address: fc.constantFrom('a', 'b', 'c'),
      at: fc.integer({ min: 0, max: 100_000 }),
      value: fc.double({ min: -1e9, max: 1e9, noNaN: true }),
    }),
    { maxLength: 200 },
  )
  .map((list) => list.sort((a, b) => a.at - b.at));

/** Cut into pieces of `size`, as the history reads it. */
function* pieces<T>(list: readonly T[], size: number): Generator<T[]> {
  for (let from = 0; from < list.length; from += size) yield list.slice(from, from + size);
}

test('each bucket has minimum, mean and maximum of its own points, wherever pieces are cut', () => {
  fc.assert(
    fc.property(
      points,
      fc.integer({ min: 1, max: 50 }),
      fc.constantFrom('1s', '7s', '1m'),
      (list, size, width) => {
        const { startOf } = bucketsOf(width);
        const buckets = [...aggregateRows(pieces(list, size), ['a', 'b', 'c'], width)].flat();
        expect(buckets.map(({ at }) => at)).toEqual(buckets.map(({ at }) => at).sort((a, b) => a - b));
        const keys = new Set(list.map(({ address, at }) => `${address} ${startOf(at)}`));
        expect(new Set(buckets.map(({ address, at }) => `${address} ${at}`))).toEqual(keys);
        expect(buckets).toHaveLength(keys.size);
        for (const { address, at, min, mean, max } of buckets) {
          const own = list.filter((point) => point.address === address && startOf(point.at) === at);
          const values = own.map(({ value }) => value);
          expect(min).toBe(Math.min(...values));
          expect(max).toBe(Math.max(...values));
          expect(mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 3);
          expect(mean >= min && mean <= max).toBe(true);
        }
      },
    ),
  );
});
