import { setTimeout as sleep } from 'node:timers/promises';
import { cpuSeconds, processTree, residentBytes, togetherBytes } from './memory.ts';
import { type Figure, mebibytes } from './report.ts';

const settleMs = 20_000;
const watchMs = 20_000;
const budgetBytes = 120 * 2 ** 20;
const budgetCpuPercent = 1;

/** Memory and processor of a gateway that nobody asks anything; its one driver reads this machine meanwhile. */
export async function measureIdle(launcherPid: number, supervisionPid: number): Promise<Figure[]> {
  await sleep(settleMs);
  const own = [launcherPid, supervisionPid];
  const drivers = processTree(launcherPid).filter((pid) => !own.includes(pid));
  const cpuBefore = own.map(cpuSeconds);
  await sleep(watchMs);
  const used = own.reduce((sum, pid, index) => sum + cpuSeconds(pid) - (cpuBefore[index] ?? 0), 0);
  const percent = (used / (watchMs / 1000)) * 100;
  const together = togetherBytes(own);
  const each = own.map((pid) => mebibytes(residentBytes([pid]))).join(' and ');
  return [
    {
      what: 'gateway: idle memory, launcher + supervision',
      measured: `${mebibytes(together)} (resident each, shared code counted twice: ${each})`,
      budget: `≤ ${mebibytes(budgetBytes)}`,
      within: together <= budgetBytes,
    },
    {
      what: 'gateway: idle processor, launcher + supervision',
      measured: `${percent.toFixed(2)} % of a core`,
      budget: `< ${budgetCpuPercent} %`,
      within: percent < budgetCpuPercent,
    },
    {
      what: `gateway: memory of its ${drivers.length} driver process(es)`,
      measured: mebibytes(residentBytes(drivers)),
      budget: '',
      within: null,
    },
  ];
}
