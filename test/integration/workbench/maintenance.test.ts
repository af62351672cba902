import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startRealGateway } from '../../fakes/real-gateway.ts';
import { startWorkbenchBench, type WorkbenchBench } from '../../fakes/workbench-bench.ts';

const add = (bench: WorkbenchBench, address: string, password: string) =>
  bench.ask('gateways.add', { label: '', address, username: 'admin', password, rememberPassword: false });

describe('with a real gateway', () => {
  test('a backup is saved, opened again and listed with its size and hash', async () => {
    const gateway = await startRealGateway();
    const bench = await startWorkbenchBench();
    const added = await add(bench, gateway.address, gateway.password);
    expect(added.connection).toMatchObject({ state: 'connected', failure: null });
    expect(added.identity).toMatchObject({ name: 'boiler-room', administrator: true });

    const started = await bench.ask('maintenance.backup', { gatewayId: added.id });
    const job = await bench.jobEnd(started.id);
    expect(job).toMatchObject({ outcome: 'succeeded', progress: 1, failure: null });

    const [backup] = await bench.ask('backups.list', { gatewayId: added.id });
    if (backup === undefined) throw new Error('no backup listed');
    expect(backup).toMatchObject({ id: job.backupId, gatewayName: 'boiler-room', missing: false });
    const path = join(bench.backupFolder, backup.fileName);
    const content = await readFile(path);
    expect(content.length).toBe(backup.bytes);
    expect(createHash('sha256').update(content).digest('hex')).toBe(backup.sha256);
    expect((await stat(path)).size).toBe(backup.bytes);
    expect(backup.fileName).toMatch(/^boiler-room-\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d\.zip$/);
  });

  test('a reboot is proved by another boot id, its downtime measured', async () => {
    const gateway = await startRealGateway();
    const bench = await startWorkbenchBench();
    const added = await add(bench, gateway.address, gateway.password);
    const job = await bench.jobEnd((await bench.ask('maintenance.reboot', { gatewayId: added.id })).id);
    expect(job).toMatchObject({ outcome: 'succeeded', failure: null });
    expect(job.downtimeMs).toBeGreaterThan(0);
    const after = await bench.gatewayWhen(
      added.id,
      ({ connection, identity }) =>
        connection.state === 'connected' && identity?.bootId !== added.identity?.bootId,
    );
    expect(after.identity?.bootId).toBeDefined();
    const states = bench.seen.filter((seen) => seen.id === job.id).map((seen) => seen.progress);
    expect(states).toEqual(states.toSorted((a, b) => a - b));
  });

  test('a restore logs in again by itself and leaves the gateway as the backup has it', async () => {
    const gateway = await startRealGateway();
    const bench = await startWorkbenchBench();
    const added = await add(bench, gateway.address, gateway.password);
    const backup = await bench.jobEnd((await bench.ask('maintenance.backup', { gatewayId: added.id })).id);
    const file = await bench.ask('backups.open', { id: backup.backupId ?? '' });
    const preflight = await bench.ask('maintenance.preflight', {
      gatewayId: added.id,
      fileToken: file.token,
    });
    expect(preflight).toMatchObject({ kind: 'backup', job: 'restore' });
    const started = await bench.ask('maintenance.restore', {
      gatewayId: added.id,
      fileToken: file.token,
      backupFirst: false,
    });
    const job = await bench.jobEnd(started.id);
    expect(job).toMatchObject({ outcome: 'succeeded', failure: null, phase: 'verifying' });
    expect(job.downtimeMs).toBeGreaterThan(0);
    const after = await bench.gatewayWhen(
      added.id,
      ({ connection, identity }) =>
        connection.state === 'connected' && identity?.bootId !== added.identity?.bootId,
    );
    expect(after.identity?.administrator).toBe(true);
  });
});
