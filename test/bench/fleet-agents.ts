import { mkdtemp, rm } from 'node:fs/promises';
import { get, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProgram } from '../e2e/fixtures/processes.ts';
import { addCrowd, type CrowdMember, crowdReport } from './fleet-crowd.ts';
import { cpuSeconds, processFiguresAvailable, residentBytes } from './memory.ts';
import { sendPaced } from './paced-requests.ts';
import { type Figure, mebibytes } from './report.ts';

const agents = 10_000;
/** Each agent polls, and reports, once a minute. */
const perSecond = Math.ceil(agents / 60);
const seconds = 60;
const budgetP99Ms = 20;
const budgetBytes = 400 * 2 ** 20;

/** 10 000 agents that poll and report each minute, over HTTP, for one minute: each does both once. */
export async function measureFleetAgents(root: string): Promise<Figure[]> {
  if (!processFiguresAvailable) {
    return [{ what: 'fleet: 10 000 agents', measured: 'needs /proc', budget: '', within: null }];
  }
  const folder = await mkdtemp(join(tmpdir(), 'gatewright-bench-'));
  const args = ['electron/fleet/main.js', '--data', folder, '--port', '0', '--mqtt-port', '0'];
  const start = () => startProgram(args, 'fleet ready', { cwd: root });
  try {
    await (await start()).stop();
    const crowd = await addCrowd(folder, agents);
    const program = await start();
    try {
      const [url = ''] = program.announced.split(' ');
      const before = cpuSeconds(program.pid);
      const startedAt = performance.now();
      const [polls, reports] = await Promise.all([poll(url, crowd), report(url, crowd)]);
      const cores = (cpuSeconds(program.pid) - before) / ((performance.now() - startedAt) / 1_000);
      const bytes = residentBytes([program.pid]);
      const rate = `${agents} agents, p99 at ${perSecond}/s`;
      return [
        latency(`fleet: poll of ${rate}`, polls, budgetP99Ms),
        latency(`fleet: report of ${rate}`, reports, null),
        within('fleet: cores for both', cores.toFixed(2), '< 1', cores < 1),
        within(
          'fleet: memory with them',
          mebibytes(bytes),
          `< ${mebibytes(budgetBytes)}`,
          bytes < budgetBytes,
        ),
      ];
    } finally {
      await program.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

const member = (crowd: readonly CrowdMember[], index: number): CrowdMember => {
  const found = crowd[index % crowd.length];
  if (found === undefined) throw new Error('there is no crowd');
  return found;
};

const poll = (url: string, crowd: readonly CrowdMember[]) =>
  sendPaced(
    (index, agent) => {
      const { uuid, key, etag } = member(crowd, index);
      const headers = { 'x-device-api-key': key, 'if-none-match': etag };
      return get(`${url}/api/v1/device/${uuid}/state`, { agent, headers });
    },
    { perSecond, seconds, status: 304 },
  );

const report = (url: string, crowd: readonly CrowdMember[]) =>
  sendPaced(
    (index, agent) => {
      const { uuid, key } = member(crowd, index);
      const headers = { 'x-device-api-key': key, 'content-type': 'application/json' };
      const sent = request(`${url}/api/v1/device/state`, { agent, headers, method: 'PATCH' });
      sent.end(crowdReport(uuid, index));
      return sent;
    },
    { perSecond, seconds },
  );

const latency = (
  what: string,
  { p50, p99 }: { p50: number; p99: number },
  budgetMs: number | null,
): Figure => ({
  what,
  measured: `${p99.toFixed(1)} ms (p50 ${p50.toFixed(1)} ms)`,
  budget: budgetMs === null ? '' : `< ${budgetMs} ms`,
  within: budgetMs === null ? null : p99 < budgetMs,
});

const within = (what: string, measured: string, budget: string, isWithin: boolean): Figure => ({
  ...{ what, measured, budget },
  within: isWithin,
});
