import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startProgram } from '../e2e/fixtures/processes.ts';
import { addCallers } from './gateway-callers.ts';
import { measureIdle } from './gateway-idle.ts';
import { measureGatewayLogs } from './gateway-logs.ts';
import { measureGatewayModbus } from './gateway-modbus.ts';
import { measureRequests } from './gateway-requests.ts';
import { processFiguresAvailable } from './memory.ts';
import type { Figure } from './report.ts';

/** Each may send 600 requests a minute: enough for far more requests than a run sends. */
const callerCount = 1_000;

const firstRunMs = 6_000;

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
      const idle = await measureIdle(program.pid, supervisionPid);
      return [...(await measureRequests(program.announced, supervisionPid, callers)), ...idle];
    } finally {
      await program.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
