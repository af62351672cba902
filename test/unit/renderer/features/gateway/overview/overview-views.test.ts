import { describe, expect, test } from 'vitest';
import { banners } from '../../../../../../renderer/features/gateway/overview/banners-view.ts';
import {
  networkRate,
  withSample,
} from '../../../../../../renderer/features/gateway/overview/figures-view.ts';

describe('the rate of the network', () => {
  const sample = (at: number, bytes: number) => ({ at, bytesIn: bytes, bytesOut: bytes / 2 });

  test('is told from two samples on, over some seconds', () => {
    let samples = withSample([], sample(0, 1_000));
    expect(networkRate(samples)).toBeNull();
    samples = withSample(samples, sample(2_000, 5_000));
    expect(networkRate(samples)).toEqual({ inPerSecond: 2_000, outPerSecond: 1_000 });
  });

  test('begins anew when the counters do, and forgets what is old', () => {
    const before = withSample(withSample([], sample(0, 9_000)), sample(1_000, 9_500));
    expect(withSample(before, sample(2_000, 10))).toEqual([sample(2_000, 10)]);
    const later = withSample(before, sample(60_000, 20_000));
    expect(later).toEqual([sample(60_000, 20_000)]);
  });

  test('the same answer looked at twice is one sample', () => {
    const once = withSample([], sample(5, 1));
    expect(withSample(once, sample(5, 1))).toEqual(once);
  });
});

describe('banners', () => {
  const now = Date.parse('2026-11-21T12:00:00Z');
  const update = { currentVersion: '1', latestVersion: '2', updateAvailable: true };
  const licence = (days: number, updatesActive: boolean) => ({
    valid: true,
    updatesActive,
    updatesExpireAt: new Date(now + days * 86_400_000).toISOString(),
  });
  const titles = (...args: Parameters<typeof banners>) => banners(...args).map(({ title }) => title);

  test('nothing when all is well, or not known', () => {
    expect(titles('b', undefined, undefined, now)).toEqual([]);
    expect(titles('b', { ...update, updateAvailable: false }, licence(200, true), now)).toEqual([]);
    expect(titles('b', undefined, { valid: false, updatesActive: false }, now)).toEqual([]);
  });

  test('a newer version, and a licence that ends soon or has ended', () => {
    expect(titles('b', update, undefined, now)).toEqual(['Version 2 is there for b']);
    expect(titles('b', undefined, licence(12, true), now)).toEqual(['Updates for b end in 12 days']);
    expect(titles('b', undefined, licence(0.2, true), now)).toEqual(['Updates for b end within a day']);
    expect(titles('b', undefined, licence(-3, false), now)).toEqual([
      'The licence of b gives no updates any more',
    ]);
  });

  test('a version that cannot be taken says so at once', () => {
    expect(banners('b', update, licence(-3, false), now)[0]?.text).toMatch(/has to be renewed/);
  });
});
