import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { SecretStore } from '../../../electron/workbench/ports.ts';
import { createSessionSecretStore } from '../../../electron/workbench/secrets/session-secret-store.ts';
import { eventually } from '../../fakes/eventually.ts';
import { startRealGateway } from '../../fakes/real-gateway.ts';
import { startWorkbenchBench } from '../../fakes/workbench-bench.ts';

test('the site starts on one call, is in the list and logged in, and comes back on its port', async () => {
  const bench = await startWorkbenchBench();
  expect(await bench.ask('site.status', null)).toMatchObject({
    everStarted: false,
    gateway: { state: 'stopped', gatewayId: null },
  });
  const started = await bench.ask('site.start', null);
  expect(started).toMatchObject({ everStarted: true, gateway: { state: 'running', restarts: 0 } });
  const [gateway] = await bench.ask('gateways.list', null);
  expect(gateway).toMatchObject({
    id: started.gateway.gatewayId,
    origin: 'site',
    address: started.gateway.address,
    connection: { state: 'connected' },
    identity: { administrator: true },
  });
  const stopped = await bench.ask('site.stop', null);
  expect(stopped.gateway.state).toBe('stopped');
  await bench.stop();

  // The session-only store forgot the password; the file beside the data has it, for its owner alone.
  const file = join(bench.dataFolder, 'site', 'admin-password');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const again = await startWorkbenchBench({ dataFolder: bench.dataFolder });
  const restarted = await again.ask('site.start', null);
  expect(restarted.gateway.address).toBe(started.gateway.address);
  const [known] = await again.ask('gateways.list', null);
  expect(known).toMatchObject({ id: gateway?.id, connection: { state: 'connected' } });
});

test('a start while an earlier gateway still holds the folder waits for its end, and keeps the address', async () => {
  const first = await startWorkbenchBench();
  const { gateway } = await first.ask('site.start', null);
  await first.stop();
  const port = new URL(gateway.address ?? '').port;
  const folder = join(first.dataFolder, 'site', 'gateway');
  // As a killed workbench leaves it behind: alone, and about to end.
  const left = await startRealGateway({ dataFolder: folder, args: ['--port', port] });
  const again = await startWorkbenchBench({ dataFolder: first.dataFolder, secrets: first.secrets });
  let answered = false;
  const started = again.ask('site.start', null).then((site) => {
    answered = true;
    return site;
  });
  // A second run means that the first one was refused the folder.
  const seen = new Set<string>();
  await eventually(async () => {
    for (const pid of await runsOf(folder, '--name site')) seen.add(pid);
    return seen.size;
  }).toBeGreaterThan(1);
  expect(answered).toBe(false);
  await left.stop();
  const site = await started;
  expect(site.gateway).toMatchObject({ state: 'running', restarts: 0, failure: null });
  expect(await again.ask('gateways.list', null)).toMatchObject([{ connection: { state: 'connected' } }]);
}, 60_000);

test('a secret store that keeps secrets gets the password, no file does', async () => {
  const secrets: SecretStore = { ...createSessionSecretStore(), keepsSecrets: true };
  const bench = await startWorkbenchBench({ secrets });
  await bench.ask('site.start', null);
  await expect(readFile(join(bench.dataFolder, 'site', 'admin-password'))).rejects.toThrow('ENOENT');
  expect(await secrets.get('site-admin-password')).toMatch(/^[\w-]{24}$/);
});

test('a killed embedded gateway is started again and told as a restart', async () => {
  const bench = await startWorkbenchBench();
  const { gateway } = await bench.ask('site.start', null);
  const back = new Promise<number>((resolve) => {
    bench.bridge.subscribe('site.changed', (site) => {
      if (site.gateway.state === 'running' && site.gateway.restarts > 0) resolve(site.gateway.restarts);
    });
  });
  process.kill(await pidOfGateway(bench.dataFolder), 'SIGKILL');
  expect(await back).toBe(1);
  const status = await bench.ask('site.status', null);
  expect(status.gateway.gatewayId).toBe(gateway.gatewayId);
});

/** Processes of launchers with this data folder, and this on their command line. */
async function runsOf(dataFolder: string, besides: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,args=']);
  const wanted = ['gateway/main.js', dataFolder, besides];
  const lines = stdout.split('\n').filter((line) => wanted.every((text) => line.includes(text)));
  return lines.map((line) => line.trim().split(' ')[0] ?? '');
}

async function pidOfGateway(dataFolder: string): Promise<number> {
  const [pid] = await runsOf(dataFolder, '--name site');
  if (pid === undefined) throw new Error('no such process');
  return Number(pid);
}
