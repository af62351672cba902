import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startRealGateway } from '../../fakes/real-gateway.ts';
import { serialCable } from '../../fakes/serial-cable.ts';
import { startWorkbenchBench, type WorkbenchBench } from '../../fakes/workbench-bench.ts';

/** A gateway whose console is at one end of a cable, and the workbench at the other. */
async function gatewayOnCable() {
  const cable = await serialCable();
  const gateway = await startRealGateway({ args: ['--console', cable.theirs] });
  const bench = await startWorkbenchBench();
  return { cable, gateway, bench };
}

const addBy = (
  bench: WorkbenchBench,
  way: { address?: string; path: string; prefers?: 'automatic' | 'lan' | 'serial' },
  password: string,
) =>
  bench.ask('gateways.add', {
    label: '',
    address: way.address ?? null,
    serial: { path: way.path, baudRate: 115_200 },
    prefers: way.prefers ?? 'automatic',
    username: 'admin',
    password,
    rememberPassword: false,
  });

test('by the cable alone: logged in, backed up, rebooted', async () => {
  const { cable, gateway, bench } = await gatewayOnCable();
  const added = await addBy(bench, { path: cable.ours }, gateway.password);
  expect(added.connection).toMatchObject({ state: 'connected', via: 'serial', failure: null });
  expect(added.identity).toMatchObject({ name: 'boiler-room', administrator: true });
  expect(added).toMatchObject({ address: '', serial: { port: { path: cable.ours }, baudRate: 115_200 } });

  const backup = await bench.jobEnd((await bench.ask('maintenance.backup', { gatewayId: added.id })).id);
  expect(backup).toMatchObject({ outcome: 'succeeded', via: 'serial', failure: null });
  const [saved] = await bench.ask('backups.list', { gatewayId: added.id });
  if (saved === undefined) throw new Error('no backup listed');
  const content = await readFile(join(bench.backupFolder, saved.fileName));
  expect(createHash('sha256').update(content).digest('hex')).toBe(saved.sha256);

  const reboot = await bench.jobEnd((await bench.ask('maintenance.reboot', { gatewayId: added.id })).id);
  expect(reboot).toMatchObject({ outcome: 'succeeded', via: 'serial', failure: null });
}, 120_000);

test('LAN and cable: the cable takes over when the LAN falls silent, and the session goes on', async () => {
  const { cable, gateway, bench } = await gatewayOnCable();
  const dead = 'http://127.0.0.1:9';
  const added = await addBy(bench, { address: dead, path: cable.ours }, gateway.password);
  expect(added.connection).toMatchObject({ state: 'connected', via: 'serial' });
  const changed = await bench.ask('gateways.update', { id: added.id, address: gateway.address });
  expect(changed.connection).toMatchObject({ state: 'connected', via: 'lan' });
  const only = await bench.ask('gateways.update', { id: added.id, prefers: 'serial' });
  expect(only.connection).toMatchObject({ state: 'connected', via: 'serial' });
}, 120_000);

test('the wrong password is refused over the cable as over the LAN; no console at the other end is said', async () => {
  const { cable, bench } = await gatewayOnCable();
  const refused = await addBy(bench, { path: cable.ours }, 'wrong');
  expect(refused.connection).toMatchObject({ state: 'login-needed', failure: { code: 'LOGIN_REFUSED' } });
  const other = await serialCable();
  const silent = await addBy(bench, { path: other.ours }, 'x');
  expect(silent.connection).toMatchObject({ state: 'unreachable', failure: { code: 'LINK_NO_ANSWER' } });
}, 120_000);
