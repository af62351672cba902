import autocannon from 'autocannon';
import { cpuSeconds } from './memory.ts';
import { sendPaced } from './paced-requests.ts';
import type { Figure } from './report.ts';

const connections = 16;
const warmUpSeconds = 2;
const seconds = 6;
const budgetPerSecond = 8_000;
const calmPerSecond = 2_000;
const budgetCalmP99Ms = 20;

export interface Load {
  url: string;
  path: string;
  /** Of the callers that take turns: one alone may send only so much. */
  headers: readonly Record<string, string>[];
}

/** Requests a second of what is asked most, authenticated, and how long the slow ones take under a calmer load. */
export async function measureRequests(
  server: string,
  pid: number,
  loads: readonly Load[],
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const load of loads) {
    await run(load, warmUpSeconds);
    const before = cpuSeconds(pid);
    const full = await run(load, seconds);
    const used = cpuSeconds(pid) - before;
    const perSecond = Math.round(full.requests.total / full.duration);
    const perCoreSecond = Math.round(full.requests.total / used);
    figures.push({
      what: `${server}: ${load.path}, requests/s`,
      measured: `${perSecond} (${perCoreSecond} a second of its core; p99 ${full.latency.p99} ms)`,
      budget: `≥ ${budgetPerSecond}`,
      within: perSecond >= budgetPerSecond,
    });
    const calm = await sendPaced(load.url + load.path, load.headers, { perSecond: calmPerSecond, seconds });
    figures.push({
      what: `${server}: ${load.path}, p99 at ${calmPerSecond}/s`,
      measured: `${calm.p99.toFixed(1)} ms (p50 ${calm.p50.toFixed(1)} ms)`,
      budget: `< ${budgetCalmP99Ms} ms`,
      within: calm.p99 < budgetCalmP99Ms,
    });
  }
  return figures;
}

async function run(load: Load, duration: number) {
  const requests = load.headers.map((headers) => ({ method: 'GET' as const, path: load.path, headers }));
  const result = await autocannon({ url: load.url, connections, requests, duration });
  const failed = result.non2xx + result.errors + result.timeouts;
  if (failed > 0) throw new Error(`${failed} of ${result.requests.total} requests of ${load.path} failed`);
  return result;
}
