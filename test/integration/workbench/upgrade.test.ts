import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { buildSilentSupervision, buildSupervision, createMaker } from '../../e2e/fixtures/packages.ts';
import { type RealGateway, startRealGateway } from '../../fakes/real-gateway.ts';
import { startTcpCutter } from '../../fakes/tcp-cutter.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';
import { startWorkbenchBench, type WorkbenchBench } from '../../fakes/workbench-bench.ts';

const add = (bench: WorkbenchBench, address: string, password: string) =>
  bench.ask('gateways.add', { label: '', address, username: 'admin', password, rememberPassword: true });

async function adopt(bench: WorkbenchBench, path: string): Promise<string> {
  const adopted = await bench.workbench.files.adoptPath(path);
  if (!adopted.ok) throw new Error(adopted.failure.message);
  return adopted.value.token;
}

/** A file that every gateway refuses, after it has arrived whole. */
async function bulkyFile(bytes: number): Promise<string> {
  const path = join(await temporaryFolder(), 'bulky.zip');
  await writeFile(path, randomBytes(bytes));
  return path;
}

const rebooted =
  (before: string | undefined) =>
  (gateway: { connection: { state: string }; identity: { bootId: string } | null }) =>
    gateway.connection.state === 'connected' && gateway.identity?.bootId !== before;

describe('an upgrade', () => {
  test('with a package built from this source runs it, and an older one is refused unless allowed', async () => {
    const folder = await temporaryFolder();
    const maker = await createMaker(folder, 'acme');
    const gateway = await startRealGateway();
    await maker.becomeTrusted(gateway.dataFolder);
    await gateway.stop();
    await gateway.start();
    const bench = await startWorkbenchBench({ keyFolders: [join(gateway.dataFolder, 'keys')] });
    const added = await add(bench, gateway.address, gateway.password);
    const from = added.identity?.revision;
    const newer = await adopt(bench, await buildSupervision({ folder, revision: '2027.01.1', maker }));

    const preflight = await bench.ask('maintenance.preflight', { gatewayId: added.id, fileToken: newer });
    expect(preflight).toMatchObject({
      kind: 'supervision',
      job: 'upgrade',
      from,
      to: '2027.01.1',
      downgrade: false,
      signature: { state: 'trusted', signer: 'acme' },
    });
    expect(preflight.checks.filter(({ result }) => result === 'blocked')).toEqual([]);

    const started = await bench.ask('maintenance.upgrade', {
      gatewayId: added.id,
      fileToken: newer,
      backupFirst: true,
      allowDowngrade: false,
    });
    const job = await bench.jobEnd(started.id);
    expect(job).toMatchObject({ outcome: 'succeeded', failure: null, from, to: '2027.01.1', progress: 1 });
    expect(job.backupId).not.toBeNull();
    expect(job.downtimeMs).toBeGreaterThan(0);
    const states = bench.seen.filter(({ id }) => id === job.id);
    expect([...new Set(states.map(({ phase }) => phase))]).toEqual(job.phases);
    const bar = states.map(({ progress }) => progress);
    expect(bar).toEqual(bar.toSorted((a, b) => a - b));
    const after = await bench.gatewayWhen(added.id, rebooted(added.identity?.bootId));
    expect(after.identity?.revision).toBe('2027.01.1');

    const older = await adopt(bench, await buildSupervision({ folder, revision: '2026.12.1', maker }));
    const input = { gatewayId: added.id, fileToken: older, backupFirst: false };
    const seen = await bench.ask('maintenance.preflight', { gatewayId: added.id, fileToken: older });
    expect(seen.downgrade).toBe(true);
    const refused = await bench.jobEnd(
      (await bench.ask('maintenance.upgrade', { ...input, allowDowngrade: false })).id,
    );
    expect(refused).toMatchObject({ outcome: 'failed', failure: { code: 'REVISION_OLDER' } });
    const allowed = await bench.jobEnd(
      (await bench.ask('maintenance.upgrade', { ...input, allowDowngrade: true })).id,
    );
    expect(allowed).toMatchObject({ outcome: 'succeeded', to: '2026.12.1' });
  }, 180_000);

  test('whose revision never becomes healthy is told as rolled back, in the gateway’s words', async () => {
    const folder = await temporaryFolder();
    const maker = await createMaker(folder, 'acme');
    const gateway = await startRealGateway({ args: ['--health-timeout-s', '3', '--keys', folder] });
    await maker.becomeTrusted(gateway.dataFolder);
    await gateway.stop();
    await gateway.start();
    const bench = await startWorkbenchBench();
    const added = await add(bench, gateway.address, gateway.password);
    const silent = await adopt(bench, await buildSilentSupervision({ folder, revision: '2027.02.1', maker }));
    const job = await bench.jobEnd(
      (
        await bench.ask('maintenance.upgrade', {
          gatewayId: added.id,
          fileToken: silent,
          backupFirst: false,
          allowDowngrade: false,
        })
      ).id,
    );
    expect(job).toMatchObject({ outcome: 'rolled-back', failure: { code: 'UPGRADE_ROLLED_BACK' } });
    expect(job.summary).toContain(`It answers with revision ${added.identity?.revision}, healthy.`);
    expect(job.downtimeMs).toBeGreaterThan(2_000);
    const after = await bench.gatewayWhen(added.id, rebooted(added.identity?.bootId));
    expect(after.identity?.revision).toBe(added.identity?.revision);
  }, 180_000);

  test('that is refused changes nothing and says why', async () => {
    const { bench, id } = await connected();
    const fileToken = await adopt(bench, await bulkyFile(100_000));
    const job = await bench.jobEnd((await bench.ask('maintenance.upgrade', upgradeOf(id, fileToken))).id);
    expect(job).toMatchObject({ outcome: 'failed', failure: { code: 'ARCHIVE_NOT_ZIP' } });
    expect(job.downtimeMs).toBeNull();
  });
});

describe('firmware', () => {
  test('is sent, taken up by a reboot, and verified by its version', async () => {
    const { gateway, bench, id } = await connected({ args: ['--allow-unsigned'] });
    const out = join(await temporaryFolder(), 'firmware-7.2.0.bin');
    const args = ['scripts/package-firmware.ts', '--version', '7.2.0', '--out', out];
    await promisify(execFile)(process.execPath, args);
    const fileToken = await adopt(bench, out);
    const preflight = await bench.ask('maintenance.preflight', { gatewayId: id, fileToken });
    expect(preflight).toMatchObject({ kind: 'firmware', job: 'firmware', from: 'factory', to: '7.2.0' });
    expect(preflight.checks).toContainEqual(
      expect.objectContaining({ check: 'signature', result: 'warning' }),
    );
    const started = await bench.ask('maintenance.firmware', { gatewayId: id, fileToken, backupFirst: false });
    const job = await bench.jobEnd(started.id);
    expect(job).toMatchObject({ outcome: 'succeeded', failure: null, from: 'factory', to: '7.2.0' });
    expect(job.downtimeMs).toBeGreaterThan(0);
    const states = bench.seen.filter((seen) => seen.id === job.id);
    expect(new Set(states.map(({ phase }) => phase))).toContain('rebooting');
    await bench.gatewayWhen(id, ({ identity }) => identity?.firmware === '7.2.0');
    expect(gateway.output()).not.toContain('level":50');
  }, 60_000);
});

describe('a restore', () => {
  test('of another gateway’s backup succeeds and says that its accounts count now', async () => {
    const donor = await startRealGateway({ password: 'of the donor' });
    const { bench, id } = await connected();
    const other = await add(bench, donor.address, donor.password);
    const taken = await bench.jobEnd((await bench.ask('maintenance.backup', { gatewayId: other.id })).id);
    const { token } = await bench.ask('backups.open', { id: taken.backupId ?? '' });
    const input = { gatewayId: id, fileToken: token, backupFirst: true };
    const job = await bench.jobEnd((await bench.ask('maintenance.restore', input)).id);
    expect(job).toMatchObject({ outcome: 'succeeded' });
    expect(job.summary).toContain('log in with the password of that time');
    const after = await bench.gatewayWhen(id, ({ connection }) => connection.state === 'login-needed');
    expect(after.connection.failure?.code).toBe('LOGIN_REFUSED');
    const again = await bench.ask('gateways.connect', { id, password: donor.password });
    expect(again.connection.state).toBe('connected');
  }, 60_000);
});

describe('an upload', () => {
  test('whose answer is lost is followed all the same, because the gateway has a job for it', async () => {
    const folder = await temporaryFolder();
    const { cable, bench, id } = await connected({ args: ['--allow-unsigned'] });
    const path = await buildSupervision({ folder, revision: '2027.04.1', maker: null });
    const fileToken = await adopt(bench, path);
    cable.loseAnswerWith('x-job-id');
    const job = await bench.jobEnd((await bench.ask('maintenance.upgrade', upgradeOf(id, fileToken))).id);
    expect(job).toMatchObject({ outcome: 'succeeded', to: '2027.04.1' });
    expect(job.log.map(({ message }) => message)).toContain('boiler-room had accepted it');
  }, 60_000);

  test('that is cancelled ends at once and leaves the gateway free for the next', async () => {
    const { gateway, cable, bench, id } = await connected();
    const fileToken = await adopt(bench, await bulkyFile(40_000_000));
    // Held in the middle, so that the cancel really comes during the upload.
    cable.pauseAfterBytes(5_000_000);
    const started = await bench.ask('maintenance.upgrade', upgradeOf(id, fileToken));
    await bench.jobWhen(
      started.id,
      ({ phase, transfer }) => phase === 'upload' && (transfer?.bytes ?? 0) > 0,
    );
    const second = await bench.bridge.call('maintenance.reboot', { gatewayId: id });
    expect(second).toMatchObject({ ok: false, failure: { code: 'JOB_RUNNING' } });
    await bench.ask('maintenance.cancel', { jobId: started.id });
    const job = await bench.jobEnd(started.id);
    expect(job).toMatchObject({ outcome: 'cancelled', failure: { code: 'JOB_CANCELLED' } });
    expect(job.summary).toBe('Cancelled. Nothing was changed on boiler-room.');
    cable.pauseAfterBytes(null);
    const after = await bench.jobEnd((await bench.ask('maintenance.backup', { gatewayId: id })).id);
    expect(after.outcome).toBe('succeeded');
    expect(gateway.output()).not.toContain('level":50');
  });

  test('of a small file whose connection is reset at any point fails with a sentence, and the next one works', async () => {
    const { cable, bench, id } = await connected();
    const fileToken = await adopt(bench, await bulkyFile(3_000_000));
    for (const share of [0.001, 0.2, 0.5, 0.9, 0.999]) {
      cable.cutAfterBytes(3_000_000 * share);
      const job = await bench.jobEnd((await bench.ask('maintenance.upgrade', upgradeOf(id, fileToken))).id);
      expect(job.outcome).toBe('failed');
      // Near the end the last bytes may have left this computer: then only the gateway knows, and it is asked.
      expect(job.summary).toMatch(/broke while (uploading|it checked bulky.zip)/);
    }
    const after = await bench.jobEnd((await bench.ask('maintenance.backup', { gatewayId: id })).id);
    expect(after.outcome).toBe('succeeded');
  });
});

describe('the workbench killed during a job', () => {
  test('follows what the gateway had accepted to its end when it is started again', async () => {
    const folder = await temporaryFolder();
    const maker = await createMaker(folder, 'acme');
    const { gateway, bench, id } = await connected();
    await maker.becomeTrusted(gateway.dataFolder);
    await gateway.stop();
    await gateway.start();
    await bench.ask('gateways.connect', { id, password: gateway.password, rememberPassword: true });
    const fileToken = await adopt(bench, await buildSupervision({ folder, revision: '2027.03.1', maker }));
    const started = await bench.ask('maintenance.upgrade', upgradeOf(id, fileToken));
    await bench.jobWhen(started.id, ({ log }) =>
      log.some(({ message }) => message.includes('accepted super')),
    );
    await bench.stop();
    const again = await startWorkbenchBench({ dataFolder: bench.dataFolder, secrets: bench.secrets });
    const job = await again.jobEnd(started.id);
    expect(job).toMatchObject({ outcome: 'succeeded', to: '2027.03.1' });
    expect(job.log.map(({ message }) => message).join()).toContain('the workbench was started again');
  }, 60_000);

  test('waits for a login where the password was not kept, and can be given up', async () => {
    const folder = await temporaryFolder();
    const maker = await createMaker(folder, 'acme');
    const { gateway, bench, id } = await connected();
    await maker.becomeTrusted(gateway.dataFolder);
    await gateway.stop();
    await gateway.start();
    await bench.ask('gateways.connect', { id, password: gateway.password });
    const fileToken = await adopt(bench, await buildSupervision({ folder, revision: '2027.03.1', maker }));
    const started = await bench.ask('maintenance.upgrade', upgradeOf(id, fileToken));
    await bench.jobWhen(started.id, ({ log }) =>
      log.some(({ message }) => message.includes('accepted super')),
    );
    await bench.stop();
    const again = await startWorkbenchBench({ dataFolder: bench.dataFolder });
    const waiting = await again.jobWhen(started.id, ({ cancellable }) => cancellable);
    expect(waiting).toMatchObject({ state: 'running' });
    const closed = await again.ask('maintenance.cancel', { jobId: started.id });
    expect(closed).toMatchObject({ outcome: 'interrupted', state: 'done' });
    expect(closed.summary).toContain('boiler-room goes on by itself');
  }, 60_000);

  test('closes an upload as interrupted and says that nothing was changed', async () => {
    const { cable, bench, id } = await connected();
    const fileToken = await adopt(bench, await bulkyFile(40_000_000));
    cable.pauseAfterBytes(5_000_000);
    const started = await bench.ask('maintenance.upgrade', upgradeOf(id, fileToken));
    await bench.jobWhen(started.id, ({ transfer }) => (transfer?.bytes ?? 0) > 0);
    await bench.stop();
    const again = await startWorkbenchBench({ dataFolder: bench.dataFolder, secrets: bench.secrets });
    const job = await again.jobEnd(started.id);
    expect(job).toMatchObject({ outcome: 'interrupted', failure: { code: 'JOB_WORKBENCH_STOPPED' } });
    expect(job.summary).toBe('The workbench was closed while uploading. Nothing was changed on boiler-room.');
  });
});

const upgradeOf = (gatewayId: string, fileToken: string) => ({
  gatewayId,
  fileToken,
  backupFirst: false,
  allowDowngrade: false,
});

async function connected(options: Parameters<typeof startRealGateway>[0] = {}) {
  const gateway: RealGateway = await startRealGateway(options);
  const cable = await startTcpCutter({ host: '127.0.0.1', port: Number(new URL(gateway.address).port) });
  const bench = await startWorkbenchBench();
  const { id } = await add(bench, `http://127.0.0.1:${cable.port}`, gateway.password);
  return { gateway, cable, bench, id };
}
