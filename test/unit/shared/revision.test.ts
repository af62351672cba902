import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareRevisions, revisionSchema } from '#shared/gateway-api/revision.ts';

const revision = fc
  .tuple(
    fc.integer({ min: 2000, max: 2099 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 0, max: 400 }),
  )
  .map(([year, month, patch]) => ({
    text: `${year}.${month}.${patch}`,
    rank: year * 1e6 + month * 1e3 + patch,
  }));

describe('revision', () => {
  test('orders by the numbers, not by the letters: 2026.10 is newer than 2026.9', () => {
    expect(compareRevisions('2026.10', '2026.9')).toBeGreaterThan(0);
    expect(compareRevisions('2026.04.2', '2026.04.10')).toBeLessThan(0);
  });

  test('a missing patch number and leading zeros name the same revision', () => {
    expect(compareRevisions('2026.4', '2026.04.0')).toBe(0);
  });

  test('is a total order', () => {
    fc.assert(
      fc.property(revision, revision, (a, b) => {
        expect(Math.sign(compareRevisions(a.text, b.text))).toBe(Math.sign(a.rank - b.rank));
      }),
    );
  });

  test.each(['2026', '26.04', '2026.04.1.2', '../2026.04', '2026.04.1 ', '2026.04.x', ''])(
    'refuses %j, which is used as the name of a folder',
    (text) => {
      expect(revisionSchema.safeParse(text).success).toBe(false);
    },
  );
});
