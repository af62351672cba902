import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  historyWindow,
  mostPoints,
  parseInterval,
} from '../../../../../electron/gateway/supervision/resources/history-window.ts';

const now = 1_800_000_000_123;
const hourMs = 3_600_000;

describe('window of the history', () => {
  test.each([
    ['90', 90_000],
    ['30s', 30_000],
    ['5m', 300_000],
    ['1h', hourMs],
    ['0', 0],
    ['0h', 0],
  ])('an interval of %j is %i ms', (text, ms) => {
    expect(parseInterval(text)).toBe(ms);
  });

  test.each([
    // hours, interval, seconds of a point
    [24, undefined, 60],
    [1, undefined, 10],
    [0.5, undefined, 10],
    [168, undefined, 600],
    [720, undefined, 1_800],
    [24, '1h', 3_600],
    [1, '30s', 30],
    [1, '1', 10],
    [1, '0', 10],
    // Finer than 2 000 points or than what is kept: the next multiple that is not.
    [24, '30s', 60],
    [24, '10s', 50],
    // 2 000 times 10 s that begin amid ten seconds touch one more.
    [20_000 / 3_600, '10s', 20],
    [48, '10s', 120],
    [720, '5m', 1_500],
  ])('%d h by %s are points of %d s', (hours, interval, seconds) => {
    expect(historyWindow(hours, interval, now).bucketMs).toBe(seconds * 1_000);
  });

  test('ends now and begins so many hours before', () => {
    expect(historyWindow(2, undefined, now)).toMatchObject({ fromMs: now - 2 * hourMs, toMs: now });
  });

  test('never more points than allowed, never finer than what is kept', () => {
    const interval = fc.option(
      fc
        .tuple(fc.nat({ max: 9_999_999 }), fc.constantFrom('', 's', 'm', 'h'))
        .map(([n, unit]) => `${n}${unit}`),
      { nil: undefined },
    );
    const hours = fc.double({ min: 0.001, max: 720, noNaN: true });
    fc.assert(
      fc.property(hours, interval, (wanted, text) => {
        const { fromMs, toMs, bucketMs } = historyWindow(wanted, text, now);
        expect(Number.isInteger(bucketMs)).toBe(true);
        expect(bucketMs).toBeGreaterThanOrEqual(wanted > 24 ? 60_000 : 10_000);
        const first = Math.floor(fromMs / bucketMs);
        expect(Math.floor((toMs - 1) / bucketMs) - first + 1).toBeLessThanOrEqual(mostPoints);
      }),
    );
  });
});
