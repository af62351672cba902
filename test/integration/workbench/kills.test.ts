import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Job } from '#shared/bridge/maintenance.ts';
import { capabilitiesSchema } from '#shared/gateway-api/extensions.ts';
import { buildSupervision } from '../../e2e/fixtures/packages.ts';
import { eventually } from '../../fakes/eventually.ts';
import { startRealGateway } from '../../fakes/real-gateway.ts';
import { startTcpCutter } from '../../fakes/tcp-cutter.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';
import { startWorkbenchBench, type WorkbenchBench } from '../../fakes/workbench-bench.ts';

/**
 * Programs of the gateway are killed while the workbench follows a job: it ends, its sentence is true, and the gateway is
 * the old or the new one whole, ready for the next job.
 */

const programs = ['supervision', 'launcher'] as const;

async function adopt(bench: WorkbenchBench, path: string): Promise<string> {
  const adopted = await bench.workbench.files.adoptPath(path);
  if (!adopted.ok) throw new Error(adopted.failure.message);
  return adopted.value.token;
}

async function connected() {
  const gateway = await startRealGateway({ args: ['--allow-unsigned'] });
  const cable = await startTcpCutter({ host: '127.0.0.1', port: Number(new URL(gateway.address).port) });
  const bench = await startWorkbenchBench();
  const { id } = await bench.ask('gateways.add', {
    ...{ label: 'boiler-room', address: `http://127.0.0.1:${cable.port}`, username: 'admin' },
    ...{ password: gateway.password, rememberPassword: true },
  });
  const kill = async (program: (typeof programs)[number]) => {
    await gateway.kill(program);
    // As a service manager does.
    if (program === 'launcher') await gateway.start();
  };
  /** What the gateway says of itself, asked past the workbench. */
  const now = async () => {
    const read = () => fetch(`${gateway.address}/system/capabilities`).catch(() => null);
    await eventually(async () => (await read())?.status).toBe(200);
    return capabilitiesSchema.parse(await (await read())?.json());
  };
  /** Connected again, and as good as new: a backup can be taken, opened and verified. */
  const whole = async () => {
    await bench.bridge.call('gateways.connect', { id });
    await bench.gatewayWhen(id, ({ connection }) => connection.state === 'connected');
    const job = await bench.jobEnd((await bench.ask('maintenance.backup', { gatewayId: id })).id);
    expect(job).toMatchObject({ outcome: 'succeeded' });
  };
  return { gateway, cable, bench, id, kill, now, whole };
}

/** The state that the sentence speaks of. */
function told(job: Job): 'new' | 'old' {
  const { outcome, failure, summary } = job;
  if (outcome === 'succeeded') return 'new';
  if (outcome === 'rolled-back') return 'old';
  expect(outcome, summary ?? '').toBe('failed');
  const codes = ['JOB_INTERRUPTED', 'UPLOAD_BROKEN', 'UPLOAD_LOST', 'GATEWAY_UNREACHABLE'];
  expect(codes, summary ?? '').toContain(failure?.code);
  expect(summary).toContain('Nothing was changed');
  expect(summary).toMatch(/try again|Check its power/i);
  return 'old';
}

describe('kill -9 while the workbench follows', () => {
  test('an upgrade, in each of its phases', async () => {
    const { bench, id, kill, now, whole } = await connected();
    const folder = await temporaryFolder();
    const tokens = new Map<string, string>();
    for (const revision of ['2031.01', '2031.02']) {
      tokens.set(revision, await adopt(bench, await buildSupervision({ folder, revision, maker: null })));
    }
    for (const program of programs) {
      for (const phase of ['accepted', 'stopping-drivers', 'installing', 'restarting', 'verifying']) {
        const from = (await now()).revision;
        const to = from === '2031.01' ? '2031.02' : '2031.01';
        const started = await bench.ask('maintenance.upgrade', {
          ...{ gatewayId: id, fileToken: tokens.get(to) ?? '' },
          ...{ backupFirst: false, allowDowngrade: true },
        });
        await bench.jobWhen(started.id, (job) => job.phases.indexOf(job.phase) >= job.phases.indexOf(phase));
        await kill(program);
        const job = await bench.jobEnd(started.id);
        const runs = (await now()).revision;
        const said = told(job);
        const where = `${program} killed when ${phase}: ${job.summary}`;
        expect(runs, where).toBe(said === 'new' ? to : from);
        if (said === 'new') expect(job.summary, where).toContain(`runs ${to}`);
        await whole();
      }
    }
  }, 120_000);

  test('a restore, in each of its phases', async () => {
    const { bench, id, kill, now, whole } = await connected();
    const donor = await startRealGateway({ name: 'donor' });
    const other = await bench.ask('gateways.add', {
      ...{ label: '', address: donor.address, username: 'admin' },
      ...{ password: donor.password, rememberPassword: false },
    });
    const backups = new Map<string, string>();
    for (const [name, gatewayId] of Object.entries({ 'boiler-room': id, donor: other.id })) {
      const taken = await bench.jobEnd((await bench.ask('maintenance.backup', { gatewayId })).id);
      backups.set(name, (await bench.ask('backups.open', { id: taken.backupId ?? '' })).token);
    }
    await donor.stop();
    for (const program of programs) {
      for (const phase of ['upload', 'accepted', 'restarting', 'login']) {
        const from = (await now()).name;
        const to = from === 'donor' ? 'boiler-room' : 'donor';
        const started = await bench.ask('maintenance.restore', {
          ...{ gatewayId: id, fileToken: backups.get(to) ?? '', backupFirst: false },
        });
        await bench.jobWhen(started.id, (job) => job.phases.indexOf(job.phase) >= job.phases.indexOf(phase));
        await kill(program);
        const job = await bench.jobEnd(started.id);
        const runs = (await now()).name;
        const said = told(job);
        const where = `${program} killed when ${phase}: ${job.summary}`;
        expect(runs, where).toBe(said === 'new' ? to : from);
        await whole();
      }
    }
  }, 120_000);

  /** Kills each program when some of a file of random bytes has been sent; the cable holds the rest back until then. */
  async function killUploads(bytes: number, check: (job: Job) => void): Promise<void> {
    const { bench, cable, id, kill, now, whole } = await connected();
    const path = join(await temporaryFolder(), 'bulky.zip');
    await writeFile(path, randomBytes(bytes));
    for (const program of programs) {
      const before = await now();
      cable.pauseAfterBytes(bytes / 4);
      const started = await bench.ask('maintenance.upgrade', {
        ...{ gatewayId: id, fileToken: await adopt(bench, path), backupFirst: false, allowDowngrade: false },
      });
      await bench.jobWhen(started.id, ({ transfer }) => (transfer?.bytes ?? 0) > 0);
      await kill(program);
      cable.pauseAfterBytes(null);
      check(await bench.jobEnd(started.id));
      await whole();
      expect((await now()).revision).toBe(before.revision);
    }
  }

  test('a short upload in its middle: nothing was changed, and that is said', async () => {
    await killUploads(2_000_000, (job) => {
      // Whether the system had taken the last byte from the workbench is a matter of its buffers.
      expect(['UPLOAD_BROKEN', 'UPLOAD_LOST']).toContain(job.failure?.code);
      expect(job.outcome).toBe('failed');
      expect(job.summary).toContain('Nothing was changed there');
    });
  }, 120_000);

  test('a long upload in its middle: it goes on, and the gateway judges the whole file', async () => {
    await killUploads(8_000_000, (job) => {
      expect(job).toMatchObject({ outcome: 'failed', failure: { code: 'ARCHIVE_NOT_ZIP' } });
      expect(job.log.map(({ message }) => message).join()).toContain('it goes on when the gateway answers');
    });
  }, 120_000);
});
