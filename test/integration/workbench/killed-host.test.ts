import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Job } from '#shared/bridge/maintenance.ts';
import { buildSupervision, createMaker } from '../../e2e/fixtures/packages.ts';
import { eventually } from '../../fakes/eventually.ts';
import { type ServedWorkbench, serveWorkbench } from '../../fakes/served-workbench.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';

/** The program of the workbench is killed with -9 and started again on the same data. */

async function place() {
  const folder = await temporaryFolder();
  const made = { dataFolder: join(folder, 'data'), home: join(folder, 'home') };
  await mkdir(made.dataFolder);
  await mkdir(made.home);
  return { ...made, folder };
}

/** Programs of the embedded gateway of this data folder. */
async function programsOf(dataFolder: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=']);
  const found = await Promise.all(
    stdout.split('\n').map(async (line) => {
      const pid = line.trim();
      const about = (file: string) => readFile(`/proc/${pid}/${file}`, 'latin1').catch(() => '');
      const [command, environment] = await Promise.all([about('cmdline'), about('environ')]);
      const site = join(dataFolder, 'site');
      return command.includes('gateway/') && (command.includes(site) || environment.includes(site));
    }),
  );
  return stdout.split('\n').filter((_, index) => found[index]);
}

async function siteOf(workbench: ServedWorkbench): Promise<{ id: string; address: string }> {
  const { gateway } = await workbench.ask('site.start', null);
  expect(gateway.state).toBe('running');
  return { id: gateway.gatewayId ?? '', address: gateway.address ?? '' };
}

describe('the workbench killed with -9', () => {
  test('takes its embedded gateway with it, and the next start has everything again', async () => {
    const at = await place();
    const first = await serveWorkbench(at);
    const site = await siteOf(first);
    const twice = await Promise.all([first.ask('site.start', null), first.ask('site.start', null)]);
    expect(new Set(twice.map(({ gateway }) => gateway.address))).toEqual(new Set([site.address]));
    const taken = first.jobWhen(({ state }) => state === 'done');
    await first.ask('maintenance.backup', { gatewayId: site.id });
    expect(await taken).toMatchObject({
      outcome: 'succeeded',
      file: {
        name: expect.stringMatching(/^site-.*\.zip$/),
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
    if (process.platform === 'linux') expect((await programsOf(at.dataFolder)).length).toBeGreaterThan(1);
    await first.kill();

    // At once: the old gateway may still be about to end.
    const second = await serveWorkbench(at);
    expect(await siteOf(second)).toEqual(site);
    const [gateway] = await second.ask('gateways.list', null);
    expect(gateway).toMatchObject({ id: site.id, connection: { state: 'connected' } });
    expect(await second.ask('backups.list', { gatewayId: site.id })).toMatchObject([{ missing: false }]);
    expect(await second.ask('maintenance.jobs', null)).toMatchObject([{ kind: 'backup', state: 'done' }]);
    await second.kill();
    if (process.platform === 'linux') await eventually(() => programsOf(at.dataFolder)).toEqual([]);
  }, 60_000);

  test('in each phase of an upgrade: the job ends with a true sentence', async () => {
    const at = await place();
    const maker = await createMaker(at.folder, 'acme');
    await maker.becomeTrusted(at.dataFolder);
    const packages = new Map<string, string>();
    for (const revision of ['2031.01', '2031.02']) {
      packages.set(revision, await buildSupervision({ folder: at.folder, revision, maker }));
    }
    let workbench = await serveWorkbench(at);
    let site = await siteOf(workbench);
    for (const phase of ['backup', 'upload', 'accepted', 'installing', 'restarting', 'verifying']) {
      const from = await revisionOf(site.address);
      const to = from === '2031.01' ? '2031.02' : '2031.01';
      const reached = workbench.jobWhen(
        (job) => job.state === 'running' && job.phases.indexOf(job.phase) >= job.phases.indexOf(phase),
      );
      const fileToken = await workbench.adopt(packages.get(to) ?? '');
      const started = await workbench.ask('maintenance.upgrade', {
        ...{ gatewayId: site.id, fileToken, backupFirst: true, allowDowngrade: true },
      });
      await reached;
      await workbench.kill();

      workbench = await serveWorkbench(at);
      site = await siteOf(workbench);
      let job: Job | undefined;
      const { call } = workbench;
      await eventually(async () => {
        const jobs = await call('maintenance.jobs', null);
        job = jobs.ok ? jobs.value.find(({ id }) => id === started.id) : undefined;
        return job?.state;
      }).toBe('done');
      if (job === undefined) throw new Error('the job is lost');
      const runs = await revisionOf(site.address);
      const where = `killed when ${phase}: ${job.outcome} ${job.summary}`;
      // Nobody looked meanwhile: a time away would be an invention.
      if (job.outcome === 'succeeded') expect(job.summary, where).toBe(`site runs ${runs}.`);
      else if (/goes on by itself; look/.test(job.summary ?? '')) expect([from, to], where).toContain(runs);
      else {
        expect(['failed', 'interrupted'], where).toContain(job.outcome);
        expect(job.summary, where).toContain('Nothing was changed');
        expect(runs, where).toBe(from);
      }
      expect([from, to], where).toContain(runs);
    }
  }, 120_000);
});

async function revisionOf(address: string): Promise<string> {
  const answer = await fetch(`${address}/system/capabilities`);
  return ((await answer.json()) as { revision: string }).revision;
}
