import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jobKinds, phasesOf } from '#shared/maintenance/phases.ts';
import { overallProgress } from '#shared/maintenance/progress.ts';

const step = fc.record({ phase: fc.nat(7), fraction: fc.double({ min: -1, max: 2, noNaN: true }) });

describe('the one progress bar', () => {
  test.each(jobKinds)('%s starts at 0 and ends at 1', (kind) => {
    const phases = phasesOf(kind, { backupFirst: true });
    const first = phases[0]?.phase ?? '';
    const last = phases.at(-1)?.phase ?? '';
    expect(overallProgress(phases, first, 0, 0)).toBe(0);
    expect(overallProgress(phases, last, 1, 0)).toBeCloseTo(1);
  });

  test('never goes back and stays within 0 and 1, whatever is reported', () => {
    fc.assert(
      fc.property(fc.constantFrom(...jobKinds), fc.array(step), (kind, steps) => {
        const phases = phasesOf(kind, { backupFirst: true });
        let position = 0;
        for (const { phase, fraction } of steps) {
          const next = overallProgress(
            phases,
            phases[phase % phases.length]?.phase ?? '',
            fraction,
            position,
          );
          expect(next).toBeGreaterThanOrEqual(position);
          expect(next).toBeLessThanOrEqual(1 + 1e-9);
          position = next;
        }
      }),
    );
  });

  test('an unknown phase leaves the bar where it is', () => {
    expect(overallProgress(phasesOf('reboot', { backupFirst: false }), 'elsewhere', 1, 0.4)).toBe(0.4);
  });

  test('without a backup first, its share goes to the others', () => {
    const phases = phasesOf('upgrade', { backupFirst: false });
    expect(phases.map((row) => row.phase)).not.toContain('backup');
    expect(overallProgress(phases, 'upload', 0, 0)).toBe(0);
  });

  test('a backup itself keeps its phases', () => {
    expect(phasesOf('backup', { backupFirst: false }).map((row) => row.phase)).toEqual([
      'download',
      'checking',
    ]);
  });
});
