import { expect, test } from 'vitest';
import { runFleetFaults } from './fleet-fault-run.ts';

// The 500 of a release: npm run faults -- --fleet --kills 500
test('8 kills at random moments: nothing that was acknowledged is lost, nothing is half there or there twice', async () => {
  const lines: string[] = [];
  const report = await runFleetFaults({ kills: 8, seed: 20_261_201, say: (line) => lines.push(line) });
  expect(report.problems, lines.join('\n')).toEqual([]);
  expect(report.kills).toBe(8);
  expect(report.acknowledged).toBeGreaterThan(8);
}, 300_000);
