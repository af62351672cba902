import fc from 'fast-check';
import { expect, test } from 'vitest';
import { snapshotsToDelete } from '../../../../../electron/gateway/supervision/snapshots/retention.ts';

const now = new Date('2026-11-21T12:00:00Z');
const aged = (days: number) => ({
  name: `${days}.zip`,
  createdAt: new Date(now.getTime() - days * 86_400_000).toISOString(),
});

test('deletes beyond the count and the age', () => {
  const all = [0, 1, 5, 9, 11].map(aged);
  expect(snapshotsToDelete(all, { keepCount: 3, keepDays: 90 }, now)).toEqual(['9.zip', '11.zip']);
  expect(snapshotsToDelete(all, { keepCount: 50, keepDays: 10 }, now)).toEqual(['11.zip']);
});

test('never the newest one, however old', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 4_000 })), fc.integer({ min: 1, max: 9 }), (days, keep) => {
      const all = days.sort((a, b) => a - b).map(aged);
      const left = all.length - snapshotsToDelete(all, { keepCount: keep, keepDays: keep }, now).length;
      expect(left).toBeGreaterThanOrEqual(Math.min(1, all.length));
      expect(left).toBeLessThanOrEqual(keep);
    }),
  );
});
