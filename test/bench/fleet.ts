import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startProgram } from '../e2e/fixtures/processes.ts';
import { addFleetCallers } from './fleet-callers.ts';
import { processFiguresAvailable } from './memory.ts';
import type { Figure } from './report.ts';
import { measureIdle } from './server-idle.ts';
import { measureRequests } from './server-requests.ts';

/** Each may send 100 administrative requests a minute: enough for far more requests than a run sends. */
const callerCount = 4_000;
const firstRunMs = 6_000;
const idleBytes = 160 * 2 ** 20;

/** The stand-alone fleet backend: authenticated reads, idle memory and processor. */
export async function measureFleet(root: string): Promise<Figure[]> {
  if (!processFiguresAvailable) {
    return [{ what: 'fleet: requests and idle', measured: 'needs /proc', budget: '', within: null }];
  }
  const folder = await mkdtemp(join(tmpdir(), 'gatewright-bench-'));
  const args = ['electron/fleet/main.js', '--data', folder, '--port', '0', '--mqtt-port', '0'];
  const start = () => startProgram(args, 'fleet ready', { cwd: root });
  try {
    // The first run makes its data and, after a while, the compile cache that later ones start from.
    const first = await start();
    await sleep(firstRunMs);
    await first.stop();
    const keys = await addFleetCallers(folder, callerCount);
    const program = await start();
    try {
      const [url = ''] = program.announced.split(' ');
      const headers = keys.map((key) => ({ 'x-api-key': key }));
      const idle = await measureIdle('fleet', [program.pid], idleBytes);
      const loads = ['/api/v1/auth/me', '/api/v1/provision/keys'].map((path) => ({ url, path, headers }));
      return [...(await measureRequests('fleet', program.pid, loads)), ...idle];
    } finally {
      await program.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
