import { expect, test } from 'vitest';
import { runFaults } from './fault-run.ts';
import { works } from './works.ts';

// The 500 of a release: npm run faults -- --kills 500
test('25 kills at random moments of maintenance leave the old or the new state whole', async () => {
  const lines: string[] = [];
  const report = await runFaults({ kills: 25, seed: 20_261_121, say: (line) => lines.push(line) });
  expect(report.problems, lines.join('\n')).toEqual([]);
  expect(report.kills).toBeGreaterThanOrEqual(25);
  for (const work of works) {
    const { old, new: changed } = report.found[work];
    expect(old + changed, work).toBeGreaterThan(0);
  }
}, 300_000);
