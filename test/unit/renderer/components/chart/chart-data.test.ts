import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  figuresOf,
  sparkPath,
  usualStepMs,
  withGaps,
} from '../../../../../renderer/components/chart/chart-data.ts';
import { tickWords } from '../../../../../renderer/components/chart/time-axis.ts';

const series = (values: (number | null)[]) => [{ label: 'x', color: '--x', values }];

describe('gaps', () => {
  test('where nobody measured, nothing is drawn', () => {
    const data = withGaps({ times: [0, 10, 20, 90, 100], series: series([1, 2, 3, 4, 5]) }, 25);
    expect(data.times).toEqual([0, 10, 20, 55, 90, 100]);
    expect(data.series[0]?.values).toEqual([1, 2, 3, null, 4, 5]);
  });

  test('every measured value stays, in its order, and times only grow', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 2, max: 1e6 }),
        (unsorted, maxStepMs) => {
          const times = unsorted.toSorted((a, b) => a - b);
          const made = withGaps({ times, series: series(times.map((_, index) => index)) }, maxStepMs);
          const kept = (made.series[0]?.values ?? []).filter((value) => value !== null);
          expect(kept).toEqual(times.map((_, index) => index));
          expect(made.times).toEqual(made.times.toSorted((a, b) => a - b));
        },
      ),
    );
  });

  test('the usual step is not misled by one long gap', () => {
    expect(usualStepMs([0, 10, 20, 30, 5_000, 5_010])).toBe(10);
    expect(usualStepMs([7])).toBeNull();
  });
});

describe('figures', () => {
  test('of what was measured, within what is looked at', () => {
    expect(figuresOf([1, 2, 3, 4], [10, null, 30, 50])).toEqual({ min: 10, max: 50, mean: 30, last: 50 });
    expect(figuresOf([1, 2, 3, 4], [10, null, 30, 50], [2, 3])).toEqual({
      min: 30,
      max: 30,
      mean: 30,
      last: 30,
    });
    expect(figuresOf([1, 2], [null, null])).toBeNull();
  });
});

describe('the small line', () => {
  const box = { width: 100, height: 10, min: 0, max: 100, maxStepMs: 15 };
  test('breaks at gaps and stays in its box', () => {
    expect(sparkPath({ times: [0, 10, 100], values: [0, 100, 250] }, box)).toBe(
      'M0.0 10.0L10.0 0.0M100.0 0.0',
    );
  });
  test('one moment is no line', () => expect(sparkPath({ times: [5], values: [1] }, box)).toBe(''));
});

describe('the time axis', () => {
  const noon = new Date(2026, 10, 21, 23, 59, 30).getTime();
  test('seconds, minutes or days, by the distance of the ticks; a new day is named', () => {
    expect(tickWords([noon, noon + 10_000], 10_000)).toEqual(['23:59:30', '23:59:40']);
    expect(tickWords([noon, noon + 60_000], 60_000)).toEqual(['23:59', '00:00\n22 Nov']);
    expect(tickWords([noon, noon + 86_400_000], 86_400_000)).toEqual(['21 Nov', '22 Nov']);
  });
});
