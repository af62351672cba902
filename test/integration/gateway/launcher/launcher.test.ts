import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { factoryRevision } from '../../../../electron/gateway/factory-revision.ts';
import { launcherBench } from '../../../fakes/launcher-bench.ts';

const jobId = randomUUID();
const next = '2026.12.0';

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function upgrading(
  behaviour: Parameters<Awaited<ReturnType<typeof launcherBench>>['behave']>[0][string],
  healthTimeoutMs?: number,
) {
  const bench = await launcherBench(healthTimeoutMs === undefined ? {} : { healthTimeoutMs });
  await bench.behave({ [next]: behaviour });
  const launcher = await bench.start();
  await bench.bootNumber(1);
  // Not before: at its start a launcher removes what no state speaks of.
  await bench.install(next);
  await bench.say({ type: 'switch', jobId, revision: next });
  return { bench, launcher };
}

describe('an upgrade', () => {
  test('to a healthy revision is confirmed, on the same port and with another boot id', async () => {
    const { bench } = await upgrading('healthy');
    const [first, second] = [await bench.bootNumber(1), await bench.bootNumber(2)];
    expect(first).toMatchObject({
      revision: factoryRevision,
      port: 0,
      verifyingJobId: null,
      firmware: 'factory',
    });
    expect(second).toMatchObject({ revision: next, verifyingJobId: jobId });
    expect(second.port).toBe(Number(new URL(String(bench.urls[0])).port));
    expect(second.bootId).not.toBe(first.bootId);
    const confirmed = { type: 'confirmed', job: { jobId, outcome: 'succeeded', code: null, reason: null } };
    await bench.until(async () => (await bench.heard()).some((message) => message.type === 'confirmed'));
    expect(await bench.heard()).toContainEqual(confirmed);
    expect(await bench.state()).toMatchObject({ active: next, trial: null, settled: [confirmed.job] });
    await bench.say({ type: 'settled', jobIds: [jobId] });
    await bench.until(async () => (await bench.state()).settled.length === 0);
    expect(isAlive(first.pid)).toBe(false);
  });

  test.each([
    ['unhealthy', 'its health check fails: database fake'],
    ['wrong-revision', 'it says that it is revision 1999.01'],
    ['mute', 'it did not report that it is ready'],
  ] as const)(
    'to a revision that stays %s is rolled back and told to the old one',
    async (behaviour, why) => {
      const { bench } = await upgrading(behaviour, 4_000);
      const third = await bench.bootNumber(3);
      expect(third).toMatchObject({ revision: factoryRevision, verifyingJobId: null });
      expect(third.settled).toEqual([
        {
          jobId,
          outcome: 'rolled-back',
          code: 'UPGRADE_ROLLED_BACK',
          reason: `The new revision ${next} did not become healthy within 4 s: ${why}. The gateway runs ${factoryRevision} again.`,
        },
      ]);
      expect(isAlive((await bench.bootNumber(2)).pid)).toBe(false);
    },
  );

  test('to a revision that crashes each time is rolled back after the third crash, before the time is over', async () => {
    const { bench } = await upgrading('crash', 600_000);
    const last = await bench.bootNumber(5);
    expect((await bench.boots()).slice(1, 4).map((boot) => boot.revision)).toEqual([next, next, next]);
    expect(last.revision).toBe(factoryRevision);
    expect(last.settled[0]?.reason).toContain('it ended 3 times, with code 9');
    expect(bench.output).toContain('fake crash');
    expect(bench.output).toContain('The gateway application ended with code 9.');
  });

  test('to a revision that crashes once is confirmed', async () => {
    const { bench } = await upgrading('crash-once');
    await bench.until(async () => (await bench.state()).active === next);
    expect((await bench.bootNumber(3)).verifyingJobId).toBe(jobId);
  });

  test('keeps the revision before and removes older ones', async () => {
    const bench = await launcherBench();
    await bench.install('2026.10.0');
    await bench.install(next);
    await mkdir(join(bench.folder, 'launcher'), { recursive: true });
    const state = {
      format: 1,
      active: next,
      previous: '2026.10.0',
      firmware: { slot: null, version: 'factory' },
    };
    const rest = { trial: null, settled: [], lastFirmwareJobId: null };
    await writeFile(join(bench.folder, 'launcher/state.json'), JSON.stringify({ ...state, ...rest }));
    await bench.start();
    expect((await bench.bootNumber(1)).revision).toBe(next);
    await bench.install('2027.01.0');
    await bench.say({ type: 'switch', jobId, revision: '2027.01.0' });
    await bench.until(async () => (await bench.heard()).some((message) => message.type === 'confirmed'));
    expect((await readdir(join(bench.folder, 'revisions'))).sort()).toEqual([next, '2027.01.0']);
  });
});

test('a state that cannot be written does not stop an upgrade; it is confirmed when there is room again', async () => {
  const bench = await launcherBench();
  await bench.start();
  await bench.bootNumber(1);
  await bench.install(next);
  // A folder in the file's place: every write fails, as on a full disk.
  await mkdir(join(bench.folder, 'launcher/state.json'));
  await bench.say({ type: 'switch', jobId, revision: next });
  expect(await bench.bootNumber(2)).toMatchObject({ revision: next, verifyingJobId: jobId });
  await bench.until(async () => (await fetch(`${bench.urls[0]}/health`).catch(() => null))?.ok === true);
  expect((await bench.heard()).map((message) => message.type)).not.toContain('confirmed');
  await rmdir(join(bench.folder, 'launcher/state.json'));
  await bench.until(async () => (await bench.heard()).some((message) => message.type === 'confirmed'));
  expect(await bench.state()).toMatchObject({ active: next, trial: null });
});

describe('a launcher that is killed in between', () => {
  /** What a kill leaves behind: the state on disk and no launcher. */
  async function interrupted(attempts: number) {
    const bench = await launcherBench();
    await bench.install(next);
    await mkdir(join(bench.folder, 'launcher'), { recursive: true });
    const trial = { kind: 'revision', jobId, revision: next, attempts, startedAt: '2026-11-20T10:00:00Z' };
    const state = {
      format: 1,
      active: 'factory',
      previous: null,
      firmware: { slot: null, version: 'factory' },
    };
    const rest = { trial, settled: [], lastFirmwareJobId: null };
    await writeFile(join(bench.folder, 'launcher/state.json'), JSON.stringify({ ...state, ...rest }));
    return bench;
  }

  test('tries the new revision again', async () => {
    const bench = await interrupted(1);
    await bench.start();
    await bench.until(async () => (await bench.state()).active === next);
    expect(await bench.bootNumber(1)).toMatchObject({ revision: next, verifyingJobId: jobId });
  });

  test('twice, gives it up', async () => {
    const bench = await interrupted(2);
    await bench.start();
    const boot = await bench.bootNumber(1);
    expect(boot.revision).toBe(factoryRevision);
    expect(boot.settled[0]).toMatchObject({ jobId, outcome: 'rolled-back' });
  });

  test('gives it up when its folder is gone', async () => {
    const bench = await interrupted(1);
    await writeFile(join(bench.folder, 'revisions', next, 'manifest.json'), '{');
    await bench.start();
    expect((await bench.bootNumber(1)).settled[0]?.reason).toContain('its program is missing');
  });

  test('starts from the factory when its state is corrupt', async () => {
    const bench = await interrupted(1);
    await writeFile(join(bench.folder, 'launcher/state.json'), '{"format": 1');
    await bench.start();
    expect((await bench.bootNumber(1)).revision).toBe(factoryRevision);
    expect((await readdir(join(bench.folder, 'launcher'))).join()).toContain('state.json.corrupt-');
  });
});

describe('restarts', () => {
  test('after a restore the same revision comes back and the job is confirmed', async () => {
    const bench = await launcherBench();
    await bench.start();
    await bench.say({ type: 'restart', jobId });
    expect(await bench.bootNumber(2)).toMatchObject({ revision: factoryRevision, verifyingJobId: jobId });
    await bench.until(async () => (await bench.heard()).some((message) => message.type === 'confirmed'));
  });

  test('a crash brings it back with another boot id on the same port', async () => {
    const bench = await launcherBench();
    await bench.start();
    const first = await bench.bootNumber(1);
    await bench.until(() => bench.urls.length === 1);
    process.kill(first.pid, 'SIGKILL');
    const second = await bench.bootNumber(2);
    expect(second.bootId).not.toBe(first.bootId);
    expect(second.port).toBe(Number(new URL(String(bench.urls[0])).port));
    expect(bench.urls).toHaveLength(1);
  });

  test('messages that the launcher does not know are ignored', async () => {
    const bench = await launcherBench();
    await bench.start();
    await bench.say({ type: 'from-the-future', a: 1 });
    await bench.say({ type: 'reboot', requestedBy: 'admin' });
    await bench.bootNumber(2);
  });

  test('a stop ends supervision gently and frees the folder', async () => {
    const bench = await launcherBench();
    const launcher = await bench.open();
    const running = launcher.run();
    await bench.until(() => bench.urls.length === 1);
    await expect(bench.open()).rejects.toThrow('in use');
    await launcher.stop();
    await running;
    expect(await bench.heard()).toContainEqual({ type: 'stop' });
    expect(isAlive((await bench.bootNumber(1)).pid)).toBe(false);
    await bench.start();
    await bench.bootNumber(2);
  });

  test('a supervision that hangs after its launcher was killed is ended by the next one', async () => {
    const bench = await launcherBench();
    await bench.behave({ [factoryRevision]: 'stubborn' });
    const { fork } = await import('node:child_process');
    const lost = fork(new URL('../../../fakes/lost-launcher.ts', import.meta.url).pathname, [bench.folder], {
      execArgv: [],
    });
    onTestFinished(() => void lost.kill('SIGKILL'));
    const first = await bench.bootNumber(1);
    onTestFinished(() => {
      if (isAlive(first.pid)) process.kill(first.pid, 'SIGKILL');
    });
    await bench.until(async () =>
      (await readdir(join(bench.folder, 'launcher'))).includes('supervision.json'),
    );
    lost.kill('SIGKILL');
    await new Promise((resolve) => lost.once('exit', resolve));
    expect(isAlive(first.pid)).toBe(true);
    await bench.behave({});
    await bench.start();
    expect(isAlive(first.pid)).toBe(false);
    await bench.bootNumber(2);
  });
});
