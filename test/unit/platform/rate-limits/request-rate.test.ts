import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRequestRate } from '../../../../electron/platform/rate-limits/request-rate.ts';

const windowMs = 60_000;

function rateAt(requests: number, maxKeys = 100) {
  const clock = { ms: 0 };
  const rate = createRequestRate({ requests, windowMs, maxKeys, now: () => clock.ms });
  return { rate, clock };
}

describe('request rate', () => {
  test('as many requests as allowed, then the time until the next one', () => {
    const { rate, clock } = rateAt(3);
    expect([rate.take('a').waitMs, rate.take('a').waitMs, rate.take('a').waitMs]).toEqual([0, 0, 0]);
    clock.ms = 20_000;
    expect(rate.take('a').waitMs).toBe(40_000);
  });

  test('whoever waits as long as told gets through, and refused requests do not put that off', () => {
    const { rate, clock } = rateAt(1);
    rate.take('a');
    clock.ms = 10_000;
    const waitMs = rate.take('a').waitMs;
    rate.take('a');
    clock.ms += waitMs;
    expect(rate.take('a').waitMs).toBe(0);
  });

  test('what is left of the window, and when it ends', () => {
    const { rate, clock } = rateAt(2);
    expect(rate.take('a')).toEqual({ waitMs: 0, remaining: 1, resetMs: windowMs });
    clock.ms = 15_000;
    expect(rate.take('a')).toEqual({ waitMs: 0, remaining: 0, resetMs: 45_000 });
    expect(rate.take('a')).toEqual({ waitMs: 45_000, remaining: 0, resetMs: 45_000 });
  });

  test('keys do not count for each other', () => {
    const { rate } = rateAt(1);
    rate.take('a');
    expect(rate.take('b').waitMs).toBe(0);
  });

  test('no more keys are remembered than allowed', () => {
    const { rate } = rateAt(1, 2);
    for (const key of ['a', 'b', 'c']) rate.take(key);
    expect(rate.take('b').waitMs).toBeGreaterThan(0);
    expect(rate.take('a').waitMs).toBe(0);
  });

  test('never more than allowed from the first request of a window to its end', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.integer({ min: 0, max: 10_000 }), { maxLength: 200 }),
        (requests, gapsMs) => {
          const { rate, clock } = rateAt(requests);
          let window = { from: Number.NEGATIVE_INFINITY, taken: 0 };
          for (const gapMs of gapsMs) {
            clock.ms += gapMs;
            const waitMs = rate.take('a').waitMs;
            if (clock.ms >= window.from + windowMs) window = { from: clock.ms, taken: 0 };
            if (waitMs === 0) window.taken += 1;
            else expect(waitMs).toBe(window.from + windowMs - clock.ms);
            expect(window.taken).toBeLessThanOrEqual(requests);
          }
        },
      ),
    );
  });
});
