import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRateMeter } from '../../../../electron/platform/transfer/rate-meter.ts';

describe('rate and time left', () => {
  test('follow the last three seconds, not the whole transfer', () => {
    const meter = createRateMeter(100_000, 0);
    for (let ms = 100; ms <= 5_000; ms += 100) meter.add(ms, ms);
    expect(meter.read(5_000).bytesPerSecond).toBeCloseTo(1_000, -1);
    for (let ms = 5_100; ms <= 10_000; ms += 100) meter.add(5_000 + (ms - 5_000) * 10, ms);
    const { bytes, bytesPerSecond, secondsLeft } = meter.read(10_000);
    expect(bytes).toBe(55_000);
    expect(bytesPerSecond).toBeCloseTo(10_000, -2);
    expect(secondsLeft).toBeCloseTo(4.5, 1);
  });

  test('fall to nothing on a line that hangs', () => {
    const meter = createRateMeter(1_000, 0);
    meter.add(500, 200);
    expect(meter.read(200).bytesPerSecond).toBe(2_500);
    expect(meter.read(3_300)).toMatchObject({ bytes: 500, bytesPerSecond: 0, secondsLeft: null });
  });

  test('an unknown length has no time left, a finished one has none to wait', () => {
    const unknown = createRateMeter(null, 0);
    unknown.add(10, 100);
    expect(unknown.read(100)).toMatchObject({ totalBytes: null, secondsLeft: null });
    const done = createRateMeter(10, 0);
    done.add(10, 100);
    expect(done.read(60_000).secondsLeft).toBe(0);
  });

  test('whatever comes in, the rate is finite and never negative', () => {
    const steps = fc.array(fc.tuple(fc.nat(1_000_000), fc.nat(5_000)), { maxLength: 200 });
    fc.assert(
      fc.property(steps, (moves) => {
        const meter = createRateMeter(null, 0);
        let bytes = 0;
        let atMs = 0;
        for (const [moreBytes, laterMs] of moves) {
          bytes += moreBytes;
          atMs += laterMs;
          meter.add(bytes, atMs);
          const read = meter.read(atMs);
          expect(read.bytes).toBe(bytes);
          expect(read.bytesPerSecond).toBeGreaterThanOrEqual(0);
          expect(Number.isFinite(read.bytesPerSecond)).toBe(true);
        }
      }),
    );
  });
});
