import { describe, expect, test } from 'vitest';
import type { Job } from '#shared/bridge/maintenance.ts';
import { capabilitiesSchema } from '#shared/gateway-api/extensions.ts';
import { buildSupervision } from '../../e2e/fixtures/packages.ts';
import { eventually } from '../../fakes/eventually.ts';
import { startRealGateway } from '../../fakes/real-gateway.ts';
import { serialCable } from '../../fakes/serial-cable.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';
import { startWorkbenchBench } from '../../fakes/workbench-bench.ts';

/** A gateway that is reached by its cable alone; `now` asks it past the workbench. */
async function byCable() {
  const cable = await serialCable();
  const gateway = await startRealGateway({ args: ['--allow-unsigned', '--console', cable.theirs] });
  const bench = await startWorkbenchBench();
  const { id } = await bench.ask('gateways.add', {
    ...{ label: '', address: null, serial: { path: cable.ours, baudRate: 115_200 }, prefers: 'serial' },
    ...{ username: 'admin', password: gateway.password, rememberPassword: true },
  });
  const now = async () => {
    const read = () => fetch(`${gateway.address}/system/capabilities`).catch(() => null);
    await eventually(async () => (await read())?.status).toBe(200);
    return capabilitiesSchema.parse(await (await read())?.json());
  };
  /** Pulled when the job is as far as `phase`, and plugged again. */
  async function pulledIn(phase: string, started: Job): Promise<Job> {
    await bench.jobWhen(started.id, (job) => job.phases.indexOf(job.phase) >= job.phases.indexOf(phase));
    await cable.pull();
    await cable.plug();
    return bench.jobEnd(started.id, 90_000);
  }
  return { bench, id, now, pulledIn };
}

describe('the cable is pulled and plugged again', () => {
  test('in each phase of an upgrade: it is followed to its end', async () => {
    const { bench, id, now, pulledIn } = await byCable();
    const folder = await temporaryFolder();
    const tokens: string[] = [];
    for (const revision of ['2031.01', '2031.02']) {
      const path = await buildSupervision({ folder, revision, maker: null });
      const adopted = await bench.workbench.files.adoptPath(path);
      if (!adopted.ok) throw new Error(adopted.failure.message);
      tokens.push(adopted.value.token);
    }
    for (const [round, phase] of ['upload', 'accepted', 'installing', 'restarting', 'verifying'].entries()) {
      const started = await bench.ask('maintenance.upgrade', {
        ...{ gatewayId: id, fileToken: tokens[round % 2] ?? '' },
        ...{ backupFirst: false, allowDowngrade: true },
      });
      const job = await pulledIn(phase, started);
      expect(job, `${phase}: ${job.summary}`).toMatchObject({ outcome: 'succeeded', via: 'serial' });
      expect((await now()).revision).toBe(round % 2 === 0 ? '2031.01' : '2031.02');
    }
  }, 240_000);

  test('in each phase of a backup and of a restore: the file is whole, the state is the one of the backup', async () => {
    const { bench, id, now, pulledIn } = await byCable();
    const backup = await pulledIn('download', await bench.ask('maintenance.backup', { gatewayId: id }));
    expect(backup, backup.summary ?? '').toMatchObject({ outcome: 'succeeded', via: 'serial' });
    for (const phase of ['upload', 'accepted', 'restarting', 'login']) {
      const { token } = await bench.ask('backups.open', { id: backup.backupId ?? '' });
      const started = await bench.ask('maintenance.restore', {
        ...{ gatewayId: id, fileToken: token, backupFirst: false },
      });
      const job = await pulledIn(phase, started);
      expect(job, `${phase}: ${job.summary}`).toMatchObject({ outcome: 'succeeded', via: 'serial' });
      expect((await now()).name).toBe('boiler-room');
    }
  }, 240_000);
});
