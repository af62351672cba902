import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listLogFiles } from '../../electron/gateway/supervision/logs/log-files.ts';
import { tailLogs } from '../../electron/gateway/supervision/logs/tail-logs.ts';
import { watchGrowth } from './memory.ts';
import { type Figure, mebibytes, median } from './report.ts';

const fileBytes = 1024 ** 3;
const wantedLines = 100;
const rounds = 30;
const budgetMs = 20;
const budgetBytes = 10 * 1024 ** 2;

/** The last 100 lines out of a log of 1 GiB: how long it takes, and how far the memory grows at the highest. */
export async function measureGatewayLogs(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gatewright-bench-'));
  try {
    await writeLog(join(folder, 'supervision-out.log'));
    const durations: number[] = [];
    const grown = watchGrowth([process.pid]);
    for (let round = 0; round < rounds; round++) {
      const start = performance.now();
      const lines = await tailLogs(await listLogFiles(folder), wantedLines);
      durations.push(performance.now() - start);
      if (lines.length !== wantedLines) throw new Error(`${lines.length} lines`);
    }
    const [first = Number.NaN] = durations;
    const usualMs = median(durations);
    const grownBytes = grown();
    return [
      {
        what: `log: last ${wantedLines} lines of 1 GiB, median of ${rounds}`,
        measured: `${usualMs.toFixed(1)} ms`,
        budget: `< ${budgetMs} ms`,
        within: usualMs < budgetMs,
      },
      {
        what: 'log: the first time, with code that has to be compiled yet',
        measured: `${first.toFixed(1)} ms`,
        budget: '',
        within: null,
      },
      {
        what: `log: resident memory for all ${rounds}, at the highest`,
        measured: grownBytes === null ? 'not known here' : mebibytes(grownBytes),
        budget: `≤ ${mebibytes(budgetBytes)}`,
        within: grownBytes === null ? null : grownBytes <= budgetBytes,
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** From one small block: what writing took would hide what reading takes. */
async function writeLog(path: string): Promise<void> {
  const lines: string[] = [];
  for (let i = 0; i < 2_000; i++) {
    const time = new Date(Date.UTC(2026, 10, 21) + i).toISOString();
    const line = { level: 30, time, pid: 4711, name: 'supervision', job: i, msg: 'poll of a device' };
    lines.push(`${JSON.stringify(line)}\n`);
  }
  const block = Buffer.from(lines.join(''));
  const handle = await open(path, 'w');
  for (let bytes = 0; bytes < fileBytes; bytes += block.length) await handle.write(block);
  await handle.close();
}
