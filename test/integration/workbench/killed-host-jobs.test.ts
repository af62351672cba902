import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Job } from '#shared/bridge/maintenance.ts';
import { type JobKind, phaseTable } from '#shared/maintenance/phases.ts';
import { buildFirmware, createMaker } from '../../e2e/fixtures/packages.ts';
import { eventually } from '../../fakes/eventually.ts';
import { startRealGateway } from '../../fakes/real-gateway.ts';
import { type ServedWorkbench, serveWorkbench } from '../../fakes/served-workbench.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';

/**
 * The program of the workbench is killed with -9 in every phase of a job at a gateway of its own, which goes on. The next
 * start has to end the job with what is true of the gateway. KILLS=n repeats it at n later moments of each phase.
 */

const later = Number(process.env.KILLS ?? 0);
const moments = [0, ...Array.from({ length: later }, (_, index) => (index + 1) * 40)];
const points = (kind: JobKind) =>
  phaseTable[kind].flatMap(({ phase }) => moments.map((afterMs) => ({ phase, afterMs })));

async function place() {
  const folder = await temporaryFolder();
  const made = { dataFolder: join(folder, 'data'), home: join(folder, 'home') };
  await mkdir(made.dataFolder);
  await mkdir(made.home);
  const gateway = await startRealGateway();
  let workbench = await serveWorkbench(made);
  const added = await workbench.ask('gateways.add', {
    ...{ label: '', address: gateway.address, username: 'admin' },
    ...{ password: gateway.password, rememberPassword: false },
  });
  const gatewayId = added.id;

  /** Starts a job, kills the workbench there, and answers how the next one ended it. */
  async function killedAt(
    { phase, afterMs }: { phase: string; afterMs: number },
    start: (current: ServedWorkbench) => Promise<Job>,
  ): Promise<Job> {
    const reached = workbench.jobWhen(
      (job) => job.state === 'done' || job.phases.indexOf(job.phase) >= job.phases.indexOf(phase),
    );
    const { id } = await start(workbench);
    await reached;
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    await workbench.kill();
    workbench = await serveWorkbench(made);
    const { call } = workbench;
    let job: Job | undefined;
    await eventually(async () => {
      // The password was of the killed program; a gateway that restarts is tried again.
      await call('gateways.connect', { id: gatewayId, password: gateway.password });
      const jobs = await call('maintenance.jobs', null);
      job = jobs.ok ? jobs.value.find((known) => known.id === id) : undefined;
      return job?.state;
    }).toBe('done');
    if (job === undefined) throw new Error('the job is lost');
    await eventually(async () => {
      const listed = await call('gateways.list', null);
      return listed.ok ? listed.value[0]?.connection.state : null;
    }).toBe('connected');
    return job;
  }

  return { folder, gateway, gatewayId, killedAt, current: () => workbench };
}

/** What the sentence of the job says of the gateway. */
function claims(job: Job): 'new' | 'old' | 'either' {
  if (job.outcome === 'succeeded') return 'new';
  if (/nothing was changed/i.test(job.summary ?? '')) return 'old';
  return 'either';
}

describe('the workbench killed in each phase', () => {
  test('of a firmware upgrade', async () => {
    const at = await place();
    const maker = await createMaker(at.folder, 'acme');
    await maker.becomeTrusted(at.gateway.dataFolder);
    const images = new Map<string, string>();
    for (const version of ['2031.10', '2031.11']) {
      images.set(version, await buildFirmware({ folder: at.folder, version, maker }));
    }
    const runs = async () => {
      const answer = await fetch(`${at.gateway.address}/system/capabilities`);
      return ((await answer.json()) as { firmware: string }).firmware;
    };
    for (const point of points('firmware')) {
      const from = await runs();
      const to = from === '2031.10' ? '2031.11' : '2031.10';
      const job = await at.killedAt(point, async (workbench) => {
        const fileToken = await workbench.adopt(images.get(to) ?? '');
        const input = { gatewayId: at.gatewayId, fileToken, backupFirst: true };
        return workbench.ask('maintenance.firmware', input);
      });
      const where = `${point.phase} + ${point.afterMs} ms: ${job.outcome} ${job.summary}`;
      const found = await runs();
      expect([from, to], where).toContain(found);
      if (claims(job) === 'new') expect(found, where).toBe(to);
      if (claims(job) === 'old') expect(found, where).toBe(from);
      if (claims(job) === 'either') expect(job.summary, where).toMatch(/goes on by itself|may wait on/);
    }
  }, 300_000);

  test('of a restore', async () => {
    const at = await place();
    const peers = (method: string, args = {}) =>
      at.current().ask('gateway.peers', { gatewayId: at.gatewayId, module: 'gateways', method, args });
    const taken = at.current().jobWhen(({ state }) => state === 'done');
    await at.current().ask('maintenance.backup', { gatewayId: at.gatewayId });
    const { backupId } = await taken;
    const hasWaves = async () =>
      Object.values((await peers('getGateways')) as Record<string, { name: string }>).some(
        ({ name }) => name === 'Waves',
      );
    for (const point of points('restore')) {
      const added = { name: 'Waves', enabled: false, driver: 'simulator', settings: {} };
      if (!(await hasWaves())) await peers('insertGateway', { gateway: added });
      const job = await at.killedAt(point, async (workbench) => {
        const { token: fileToken } = await workbench.ask('backups.open', { id: backupId ?? '' });
        const input = { gatewayId: at.gatewayId, fileToken, backupFirst: true };
        return workbench.ask('maintenance.restore', input);
      });
      const where = `${point.phase} + ${point.afterMs} ms: ${job.outcome} ${job.summary}`;
      if (claims(job) === 'new') expect(await hasWaves(), where).toBe(false);
      if (claims(job) === 'old') expect(await hasWaves(), where).toBe(true);
      if (claims(job) === 'either') expect(job.summary, where).toMatch(/goes on by itself/);
    }
  }, 300_000);
});
