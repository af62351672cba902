import { describe, expect, test } from 'vitest';
import { jobKinds } from '#shared/maintenance/phases.ts';
import { afterAcceptance, planOf } from '../../../../electron/workbench/maintenance/plan.ts';

describe('the plan of a job', () => {
  test.each([
    ['backup', ['backup']],
    ['upgrade', ['backup', 'upload', 'follow', 'return', 'verify']],
    ['firmware', ['backup', 'upload', 'reboot', 'follow', 'return', 'verify']],
    ['update', ['backup', 'fetch', 'apply', 'follow', 'return', 'verify']],
    ['snapshot-restore', ['backup', 'restore-snapshot', 'return', 'login', 'follow', 'verify']],
    ['snapshot-download', ['backup']],
    ['restore', ['backup', 'upload', 'return', 'login', 'follow', 'verify']],
  ] as const)('%s', (kind, steps) => {
    expect(planOf({ kind, backupFirst: true, jobs: true })).toEqual(steps);
  });

  test('everything that changes a gateway ends with a look at it', () => {
    for (const kind of jobKinds) {
      for (const backupFirst of [true, false]) {
        for (const jobs of [true, false]) {
          const steps = planOf({ kind, backupFirst, jobs });
          if (kind !== 'backup' && kind !== 'snapshot-download') expect(steps.at(-1)).toBe('verify');
          if (!jobs) expect(steps).not.toContain('follow');
          expect(steps.indexOf('backup')).toBeLessThanOrEqual(0);
        }
      }
    }
  });

  test('a job that was accepted is not sent again', () => {
    const left = afterAcceptance(planOf({ kind: 'restore', backupFirst: true, jobs: true }));
    expect(left).toEqual(['return', 'login', 'follow', 'verify']);
    const update = afterAcceptance(planOf({ kind: 'update', backupFirst: true, jobs: true }));
    expect(update).toEqual(['follow', 'return', 'verify']);
  });
});
