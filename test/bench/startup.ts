import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProgram } from '../e2e/fixtures/processes.ts';
import { type Figure, median } from './report.ts';

const runs = 7;

const programs = [
  {
    what: 'gateway',
    entry: 'electron/gateway/main.js',
    announcement: 'gateway ready',
    extra: [],
    budgetS: 0.7,
  },
  {
    what: 'fleet',
    entry: 'electron/fleet/main.js',
    announcement: 'fleet ready',
    extra: ['--mqtt-port', '0'],
    budgetS: 0.9,
  },
  {
    what: 'serve',
    entry: 'electron/serve.ts',
    announcement: 'workbench ready',
    extra: ['--no-open'],
    budgetS: 0.8,
  },
] as const;

/** From the start of the process to its ready line, on the same data folder; the first run, which makes it, counts apart. */
export async function measureStartup(root: string): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { what, entry, announcement, extra, budgetS } of programs) {
    const folder = await mkdtemp(join(tmpdir(), 'gatewright-bench-'));
    const seconds: number[] = [];
    try {
      for (let run = 0; run <= runs; run++) {
        const startedAt = performance.now();
        const args = [entry, '--data', folder, '--port', '0', ...extra];
        const program = await startProgram(args, announcement, { cwd: root });
        seconds.push((performance.now() - startedAt) / 1000);
        await program.stop();
      }
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    }
    const [first = Number.NaN, ...later] = seconds;
    const middle = median(later);
    const range = `${Math.min(...later).toFixed(2)}–${Math.max(...later).toFixed(2)}`;
    figures.push({
      what: `${what}: ready after start, median of ${runs}`,
      measured: `${middle.toFixed(2)} s (${range})`,
      budget: `≤ ${budgetS} s`,
      within: middle <= budgetS,
    });
    figures.push({
      what: `${what}: very first start, makes its data`,
      measured: `${first.toFixed(2)} s`,
      budget: '',
      within: null,
    });
  }
  return figures;
}
