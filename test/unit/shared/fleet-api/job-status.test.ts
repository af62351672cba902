import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  hasEnded,
  jobStatuses,
  mayBecome,
  statusOfAll,
} from '../../../../shared/fleet-api/jobs/job-status.ts';

const anyStatus = fc.constantFrom(...jobStatuses);

test('what has ended stays as it ended, and everything can end', () => {
  for (const from of jobStatuses) {
    const reachable = jobStatuses.filter((to) => mayBecome(from, to));
    expect(reachable.length === 0).toBe(hasEnded(from));
    if (!hasEnded(from)) expect(reachable.some(hasEnded)).toBe(true);
  }
  expect(mayBecome('IN_PROGRESS', 'QUEUED')).toBe(false);
});

test('a job is open as long as one of its runs is, or its schedule makes more', () => {
  fc.assert(
    fc.property(fc.array(anyStatus, { maxLength: 8 }), fc.boolean(), (statuses, isMoreDue) => {
      const status = statusOfAll(statuses, isMoreDue);
      expect(hasEnded(status)).toBe(statuses.every(hasEnded) && !isMoreDue);
    }),
  );
});

test('one that failed makes the whole a failure; those that were canceled do not', () => {
  expect(statusOfAll(['SUCCEEDED', 'CANCELED'], false)).toBe('SUCCEEDED');
  expect(statusOfAll(['SUCCEEDED', 'TIMED_OUT'], false)).toBe('FAILED');
  expect(statusOfAll(['TIMED_OUT', 'TIMED_OUT'], false)).toBe('TIMED_OUT');
  expect(statusOfAll(['QUEUED', 'QUEUED'], false)).toBe('QUEUED');
  expect(statusOfAll(['QUEUED', 'SUCCEEDED'], false)).toBe('IN_PROGRESS');
});
