import { expect, test } from 'vitest';
import { runFaults } from './fault-run.ts';

// The 200 of a release: npm run faults -- --kills 200
test('24 kills at random moments of upgrade and restore leave the old or the new state whole', async () => {
  const lines: string[] = [];
  const report = await runFaults({ kills: 24, seed: 20_261_121, say: (line) => lines.push(line) });
  expect(report.problems, lines.join('\n')).toEqual([]);
  expect(report.kills).toBeGreaterThanOrEqual(24);
  const { upgrade, restore } = report.found;
  expect(upgrade.old + upgrade.new).toBeGreaterThan(0);
  expect(restore.old + restore.new).toBeGreaterThan(0);
}, 240_000);
