import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CpuTimes,
  cpuTimes,
  createCpuMeter,
} from '../../../../../electron/gateway/supervision/resources/cpu-meter.ts';

const meterOver = (readings: readonly CpuTimes[]) => {
  const left = [...readings];
  return createCpuMeter(() => left.shift() ?? { idleMs: 0, totalMs: 0 });
};

describe('processor usage', () => {
  test('is the busy share of the time since the call before', () => {
    const usage = meterOver([
      { idleMs: 100, totalMs: 1_000 },
      { idleMs: 175, totalMs: 1_100 },
      { idleMs: 175, totalMs: 1_200 },
    ]);
    expect([usage(), usage()]).toEqual([25, 100]);
  });

  test('there is none before a clock tick has passed, and the time until then counts later', () => {
    const usage = meterOver([
      { idleMs: 100, totalMs: 1_000 },
      { idleMs: 100, totalMs: 1_000 },
      { idleMs: 150, totalMs: 1_100 },
    ]);
    expect([usage(), usage()]).toEqual([null, 50]);
  });

  test('a core that goes away with its times gives no figure instead of a wrong one', () => {
    const usage = meterOver([
      { idleMs: 1_000, totalMs: 2_000 },
      { idleMs: 500, totalMs: 1_000 },
      { idleMs: 550, totalMs: 1_100 },
    ]);
    expect([usage(), usage()]).toEqual([null, 50]);
  });

  test('is a percentage for any counters', () => {
    const times = fc.record({ idleMs: fc.nat(), totalMs: fc.nat() });
    fc.assert(
      fc.property(fc.array(times, { minLength: 2 }), (readings) => {
        const usage = meterOver(readings);
        for (const _ of readings.slice(1)) {
          const value = usage();
          if (value !== null) expect(value >= 0 && value <= 100).toBe(true);
        }
      }),
    );
  });

  test('this machine has times', () => {
    const { idleMs, totalMs } = cpuTimes();
    expect(totalMs).toBeGreaterThanOrEqual(idleMs);
    expect(totalMs).toBeGreaterThan(0);
  });
});
