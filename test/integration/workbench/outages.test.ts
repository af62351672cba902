import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { Job } from '#shared/bridge/maintenance.ts';
import { startPlainBox } from '../../fakes/plain-box.ts';
import { startRealGateway } from '../../fakes/real-gateway.ts';
import { smallDisk } from '../../fakes/small-disk.ts';
import { startTcpCutter } from '../../fakes/tcp-cutter.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';
import { startWorkbenchBench, type WorkbenchBench } from '../../fakes/workbench-bench.ts';

/** What the technician reads when the gateway, the way to it, or a disk fails. */

const add = (bench: WorkbenchBench, address: string, password: string, label = 'boiler-room') =>
  bench.ask('gateways.add', { label, address, username: 'admin', password, rememberPassword: false });

async function adopt(bench: WorkbenchBench, path: string): Promise<string> {
  const adopted = await bench.workbench.files.adoptPath(path);
  if (!adopted.ok) throw new Error(adopted.failure.message);
  return adopted.value.token;
}

async function bulkyFile(bytes: number): Promise<string> {
  const path = join(await temporaryFolder(), 'bulky.zip');
  await writeFile(path, randomBytes(bytes));
  return path;
}

const backUp = async (bench: WorkbenchBench, gatewayId: string) =>
  bench.jobEnd((await bench.ask('maintenance.backup', { gatewayId })).id);

const restore = async (bench: WorkbenchBench, gatewayId: string, fileToken: string) =>
  bench.ask('maintenance.restore', { gatewayId, fileToken, backupFirst: false });

describe('no way to the gateway', () => {
  test('a wrong port, a gateway that is off, a wrong password: each says what it is', async () => {
    const gateway = await startRealGateway();
    const bench = await startWorkbenchBench();
    const unused = createServer().listen({ host: '127.0.0.1', port: 0 });
    await once(unused, 'listening');
    const place = unused.address();
    unused.close();
    await once(unused, 'close');
    const address = `http://127.0.0.1:${typeof place === 'object' ? place?.port : 0}`;
    const wrong = await add(bench, address, 'x', 'pump');
    expect(wrong.connection.failure?.message).toBe(
      `pump does not answer at ${address}: nothing listens on that port. Check its power, the cable and the address.`,
    );

    const refused = await add(bench, gateway.address, 'not this');
    expect(refused.connection.failure?.message).toBe(
      'boiler-room refused the name or the password. Enter them again.',
    );
    const { id } = await bench.ask('gateways.connect', { id: refused.id, password: gateway.password });
    await gateway.stop();
    const off = await bench.bridge.call('maintenance.reboot', { gatewayId: id });
    expect(!off.ok && off.failure.message).toBe(
      `boiler-room does not answer at ${gateway.address}: nothing listens on that port. Check its power, the cable and the address.`,
    );
    await gateway.start();
    await bench.ask('gateways.connect', { id });
    expect(await backUp(bench, id)).toMatchObject({ outcome: 'succeeded' });
  });

  test('http where TLS is spoken, and the reverse', async () => {
    const secure = await startRealGateway({ args: ['--tls'] });
    const open = await startRealGateway();
    const bench = await startWorkbenchBench();
    const plain = await add(bench, secure.address.replace('https:', 'http:'), 'x', 'a');
    expect(plain.connection.state).not.toBe('connected');
    expect(plain.connection.failure?.message).toMatch(/try https|closed the connection/);
    const tls = await add(bench, open.address.replace('http:', 'https:'), 'x', 'b');
    expect(tls.connection.failure?.message).toContain('it does not speak TLS there; try http');
  });

  test('a changed certificate stops everything until somebody has compared it', async () => {
    const gateway = await startRealGateway({ args: ['--tls'] });
    const bench = await startWorkbenchBench();
    const added = await add(bench, gateway.address, gateway.password);
    const fingerprint = added.connection.certificate?.presented ?? '';
    await bench.ask('gateways.trustCertificate', { id: added.id, fingerprint });
    expect(await backUp(bench, added.id)).toMatchObject({ outcome: 'succeeded' });
    await gateway.stop();
    await rm(join(gateway.dataFolder, 'tls'), { recursive: true });
    await gateway.start();
    const job = await bench.bridge.call('maintenance.backup', { gatewayId: added.id });
    expect(!job.ok && job.failure).toMatchObject({
      code: 'CERTIFICATE_CHANGED',
      message:
        'boiler-room shows another certificate than before. If nobody renewed it, somebody may be in between: do not log in.',
    });
  });
});

describe('the cable', () => {
  async function wired() {
    const gateway = await startRealGateway();
    const cable = await startTcpCutter({ host: '127.0.0.1', port: Number(new URL(gateway.address).port) });
    const bench = await startWorkbenchBench();
    const { id } = await add(bench, `http://127.0.0.1:${cable.port}`, gateway.password);
    return { gateway, cable, bench, id };
  }

  test('is pulled at any point of a restore’s upload: the old state stays, and that is said', async () => {
    const { gateway, cable, bench, id } = await wired();
    const fileToken = await adopt(bench, await bulkyFile(4_000_000));
    for (const share of [0.001, 0.3, 0.7, 0.95]) {
      cable.cutAfterBytes(4_000_000 * share);
      const job = await bench.jobEnd((await restore(bench, id, fileToken)).id);
      expect(job).toMatchObject({ outcome: 'failed' });
      // Near the end the last bytes may have left this computer: then only the gateway knows.
      if (share > 0.5 && job.failure?.code === 'UPLOAD_UNCERTAIN') continue;
      expect(job.summary).toBe(
        'The connection to boiler-room broke while uploading. Nothing was changed there; check the cable and try again.',
      );
    }
    expect(gateway.output()).not.toContain('level":50');
    expect(await backUp(bench, id)).toMatchObject({ outcome: 'succeeded' });
  }, 60_000);

  test('is pulled right when the restore is answered, and plugged again: it is followed to its end', async () => {
    const { gateway, cable, bench, id } = await wired();
    const donor = await startRealGateway({ name: 'donor' });
    const other = await add(bench, donor.address, donor.password, 'donor');
    const taken = await backUp(bench, other.id);
    const { token } = await bench.ask('backups.open', { id: taken.backupId ?? '' });
    cable.loseAnswerWith('x-job-id');
    const job = await bench.jobEnd((await restore(bench, id, token)).id);
    expect(job).toMatchObject({ outcome: 'succeeded' });
    const now = await (await fetch(`${gateway.address}/system/capabilities`)).json();
    expect(now).toMatchObject({ name: 'donor' });
  }, 60_000);

  test('is out while the gateway restarts', async () => {
    const { cable, bench, id } = await wired();
    const taken = await backUp(bench, id);
    const { token } = await bench.ask('backups.open', { id: taken.backupId ?? '' });
    const started = await restore(bench, id, token);
    const after = (job: Job, phase: string) => job.phases.indexOf(job.phase) >= job.phases.indexOf(phase);
    await bench.jobWhen(started.id, (job) => after(job, 'restarting'));
    cable.pull();
    await bench.gatewayWhen(id, ({ connection }) => connection.state !== 'connected');
    cable.plug();
    expect(await bench.jobEnd(started.id)).toMatchObject({ outcome: 'succeeded' });
  }, 60_000);

  test('breaks at a box without jobs after the whole file: nothing is claimed', async () => {
    const box = await startPlainBox({ awayMs: 300, backup: Buffer.from('x') });
    const bench = await startWorkbenchBench();
    const { id } = await add(bench, box.address, 'x', 'old box');
    box.dropLineAfterNextUpload();
    const job = await bench.jobEnd(
      (await restore(bench, id, await adopt(bench, await bulkyFile(100_000)))).id,
    );
    expect(job).toMatchObject({ outcome: 'failed', failure: { code: 'UPLOAD_UNCERTAIN' } });
    expect(job.summary).toBe(
      'The connection to old box broke while it checked bulky.zip, and it does not tell whether it took it. Look at what it runs before you try again.',
    );
  });
});

describe('somebody else at the same gateway', () => {
  test('firmware and a reboot during another’s restore: refused with its name', async () => {
    const gateway = await startRealGateway({ args: ['--allow-unsigned'] });
    const cable = await startTcpCutter({ host: '127.0.0.1', port: Number(new URL(gateway.address).port) });
    const [one, two] = [await startWorkbenchBench(), await startWorkbenchBench()];
    const first = await add(one, `http://127.0.0.1:${cable.port}`, gateway.password);
    const second = await add(two, gateway.address, gateway.password);
    const path = await bulkyFile(4_000_000);
    cable.pauseAfterBytes(1_000_000);
    const restoring = await restore(one, first.id, await adopt(one, path));
    await one.jobWhen(restoring.id, ({ transfer }) => (transfer?.bytes ?? 0) > 0);
    const here = await one.bridge.call('maintenance.reboot', { gatewayId: first.id });
    expect(!here.ok && here.failure.message).toBe(
      'boiler-room is busy with another job (restore). Wait for its end or cancel it.',
    );
    const firmware = await two.ask('maintenance.firmware', {
      ...{ gatewayId: second.id, fileToken: await adopt(two, path), backupFirst: false },
    });
    const job = await two.jobEnd(firmware.id);
    expect(job).toMatchObject({ outcome: 'failed', failure: { code: 'PIPELINE_BUSY' } });
    expect(job.summary).toContain('The gateway is busy with another restore. Try again when it has ended.');
    cable.pauseAfterBytes(null);
    cable.pull();
    cable.plug();
    expect(await one.jobEnd(restoring.id)).toMatchObject({ outcome: 'failed' });
  });
});

describe('a full disk', () => {
  test('of the gateway, while uploading: said in the workbench, and the gateway goes on', async (context) => {
    const dataFolder = await smallDisk(24);
    if (dataFolder === null) return context.skip('NOT RUN: a small file system needs root on Linux');
    const gateway = await startRealGateway({ dataFolder });
    const bench = await startWorkbenchBench();
    const { id } = await add(bench, gateway.address, gateway.password);
    const fileToken = await adopt(bench, await bulkyFile(40_000_000));
    const starts = {
      upgrade: () =>
        bench.ask('maintenance.upgrade', {
          ...{ gatewayId: id, fileToken, backupFirst: false, allowDowngrade: false },
        }),
      firmware: () => bench.ask('maintenance.firmware', { gatewayId: id, fileToken, backupFirst: false }),
      restore: () => restore(bench, id, fileToken),
    };
    for (const start of Object.values(starts)) {
      const job = await bench.jobEnd((await start()).id);
      expect(job).toMatchObject({ outcome: 'failed', failure: { code: 'DISK_FULL' } });
      expect(job.summary).toBe(
        'The gateway had no space left on its disk while receiving the file. Nothing was changed; free some space and try again.',
      );
      expect(await backUp(bench, id)).toMatchObject({ outcome: 'succeeded' });
    }
  }, 60_000);

  test('of this computer: not blamed on the gateway, and nothing half is kept', async (context) => {
    const dataFolder = await smallDisk(8);
    if (dataFolder === null) return context.skip('NOT RUN: a small file system needs root on Linux');
    const bench = await startWorkbenchBench({ dataFolder });
    const sent = await bench.workbench.files.adoptUpload(
      Readable.from(Array.from({ length: 20 }, () => randomBytes(1_000_000))),
      'package.zip',
    );
    expect(!sent.ok && sent.failure.message).toBe(
      'package.zip could not be written: the disk of this computer is full. Check the disk, then try again.',
    );

    const box = await startPlainBox({ awayMs: 300, backup: randomBytes(20_000_000) });
    const { id } = await add(bench, box.address, 'x', 'old box');
    const job = await backUp(bench, id);
    expect(job).toMatchObject({ outcome: 'failed', failure: { code: 'FILE_WRITE' } });
    expect(job.summary).toBe(
      'plain.zip could not be written: the disk of this computer is full. Check the disk, then try again.',
    );
    expect(await bench.ask('backups.list', { gatewayId: null })).toEqual([]);
  });
});
