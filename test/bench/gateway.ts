import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startProgram } from '../e2e/fixtures/processes.ts';
import { addCallers, type Callers } from './gateway-callers.ts';
import { measureGatewayLogs } from './gateway-logs.ts';
import { measureGatewayModbus } from './gateway-modbus.ts';
import { processFiguresAvailable } from './memory.ts';
import type { Figure } from './report.ts';
import { measureIdle } from './server-idle.ts';
import { type Load, measureRequests } from './server-requests.ts';

/** Each may send 600 requests a minute: enough for far more requests than a run sends. */
const callerCount = 1_000;

const firstRunMs = 6_000;
/** Launcher and supervision together. */
const idleBytes = 120 * 2 ** 20;

const loadsOf = (url: string, { sessions, apiKeys }: Callers): Load[] => [
  { url, path: '/session', headers: sessions.map((token) => ({ cookie: `WBLSUPSID=${token}` })) },
  { url, path: '/api/v1/system/resources', headers: apiKeys.map((key) => ({ 'x-api-key': key })) },
];

/** The stand-alone gateway: requests, idle memory and processor, its drivers and its logs. */
export async function measureGateway(root: string): Promise<Figure[]> {
  return [
    ...(await measureServer(root)),
    ...(await measureGatewayModbus(root)),
    ...(await measureGatewayLogs()),
  ];
}

async function measureServer(root: string): Promise<Figure[]> {
  if (!processFiguresAvailable) {
    return [{ what: 'gateway: requests and idle', measured: 'needs /proc', budget: '', within: null }];
  }
  const folder = await mkdtemp(join(tmpdir(), 'gatewright-bench-'));
  const args = ['electron/gateway/main.js', '--data', folder, '--port', '0'];
  const start = () => startProgram(args, 'gateway ready', { cwd: root });
  try {
    // The first run makes its data and, after a while, the compile cache that later ones start from.
    const first = await start();
    await sleep(firstRunMs);
    await first.stop();
    const callers = addCallers(folder, callerCount);
    const program = await start();
    try {
      const note = JSON.parse(await readFile(join(folder, 'launcher/supervision.json'), 'utf8'));
      const supervisionPid = Number(note.pid);
      const idle = await measureIdle('gateway', [program.pid, supervisionPid], idleBytes);
      const loads = loadsOf(program.announced, callers);
      return [...(await measureRequests('gateway', supervisionPid, loads)), ...idle];
    } finally {
      await program.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
