import { setTimeout as sleep } from 'node:timers/promises';
import { cpuSeconds, processTree, residentBytes, togetherBytes } from './memory.ts';
import { type Figure, mebibytes } from './report.ts';

const settleMs = 20_000;
const watchMs = 20_000;
const budgetCpuPercent = 1;

/** Memory and processor of a server that nobody asks anything; `own` are its processes, the first one started the others. */
export async function measureIdle(
  server: string,
  own: readonly [number, ...number[]],
  budgetBytes: number,
): Promise<Figure[]> {
  await sleep(settleMs);
  const others = processTree(own[0]).filter((pid) => !own.includes(pid));
  const cpuBefore = own.map(cpuSeconds);
  await sleep(watchMs);
  const used = own.reduce((sum, pid, index) => sum + cpuSeconds(pid) - (cpuBefore[index] ?? 0), 0);
  const percent = (used / (watchMs / 1000)) * 100;
  const together = togetherBytes(own);
  const each = own.map((pid) => mebibytes(residentBytes([pid]))).join(' and ');
  return [
    {
      what: `${server}: idle memory`,
      measured: `${mebibytes(together)} (resident each, shared code counted twice: ${each})`,
      budget: `≤ ${mebibytes(budgetBytes)}`,
      within: together <= budgetBytes,
    },
    {
      what: `${server}: idle processor`,
      measured: `${percent.toFixed(2)} % of a core`,
      budget: `< ${budgetCpuPercent} %`,
      within: percent < budgetCpuPercent,
    },
    ...(others.length === 0 ? [] : [memoryOf(server, others)]),
  ];
}

const memoryOf = (server: string, pids: readonly number[]): Figure => ({
  what: `${server}: memory of the ${pids.length} process(es) that it started`,
  measured: mebibytes(residentBytes(pids)),
  budget: '',
  within: null,
});
