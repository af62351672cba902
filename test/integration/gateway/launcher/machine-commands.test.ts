import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LauncherOptions } from '../../../../electron/gateway/launcher/options.ts';
import type { SettledJob } from '../../../../electron/gateway/launcher-protocol.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { launcherBench } from '../../../fakes/launcher-bench.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

/** Commands of a real machine, played by scripts: they do as told, fail, or hang. */

type Bench = Awaited<ReturnType<typeof launcherBench>>;

/** A shell script as a command; `{file}` and further words are its arguments. */
async function script(text: string, ...words: string[]): Promise<string[]> {
  const path = join(await temporaryFolder(), 'script.sh');
  await writeFile(path, `#!/bin/sh\n${text}\n`, { mode: 0o700 });
  return [path, ...words];
}

const imageContent = 'any bytes at all';

async function stage(bench: Bench, sha256 = createHash('sha256').update(imageContent).digest('hex')) {
  const install = join(bench.folder, 'install');
  await mkdir(install, { recursive: true });
  const jobId = randomUUID();
  await writeFile(join(install, `${jobId}.bin`), imageContent);
  const note = { jobId, file: `${jobId}.bin`, originalName: 'fw-7.2.raucb', sha256, version: 'fw-7.2' };
  await writeFile(join(install, 'staged.json'), JSON.stringify(note));
  return jobId;
}

async function bench(options: Partial<LauncherOptions>) {
  return launcherBench({ options });
}

/** How the launcher told supervision that a job ended: at its confirmation, or with the next start. */
async function endOf(given: Bench, jobId: string): Promise<SettledJob> {
  const told = async () => {
    const confirmed = (await given.heard()).map(({ job }) => job as SettledJob | undefined);
    const settled = (await given.boots()).flatMap((boot) => boot.settled as SettledJob[]);
    return [...confirmed, ...settled].find((job) => job?.jobId === jobId);
  };
  await eventually(told).toBeDefined();
  return (await told()) as SettledJob;
}

describe('a firmware command', () => {
  test('gets the image at the boot; its exit code and what it said are in the job', async () => {
    const copy = join(await temporaryFolder(), 'copy');
    const command = await script(
      `cp "$1" "$2"; echo "writing slot 1"; printf '\\033[32mdone\\033[0m\\n' >&2`,
      '{file}',
      copy,
    );
    const given = await bench({ firmwareCommand: command });
    const jobId = await stage(given);
    await given.start();
    const boot = await given.bootNumber(1);
    expect(boot).toMatchObject({ firmware: 'fw-7.2', verifyingJobId: jobId });
    expect(await readFile(copy, 'utf8')).toBe(imageContent);
    const end = await endOf(given, jobId);
    expect(end).toMatchObject({ outcome: 'succeeded', code: null });
    expect(end.log?.map(({ message }) => message).join('\n')).toMatch(
      /exit code 0[\s\S]*writing slot 1\ndone/,
    );
    expect(await readdir(join(given.folder, 'install'))).toEqual([]);
    expect(await given.state()).toMatchObject({ firmware: { slot: null, version: 'fw-7.2' }, trial: null });
  });

  test('that fails leaves the firmware as it is and says why', async () => {
    const given = await bench({
      firmwareCommand: await script('echo "signature check failed" >&2; exit 3', '{file}'),
    });
    const jobId = await stage(given);
    await given.start();
    const boot = await given.bootNumber(1);
    expect(boot).toMatchObject({ firmware: 'factory', verifyingJobId: null });
    const end = await endOf(given, jobId);
    expect(end).toMatchObject({ outcome: 'failed', code: 'FIRMWARE_COMMAND_FAILED' });
    expect(end.reason).toContain('exit code 3');
    expect(end.log?.at(-1)?.message).toBe('signature check failed');
    expect(await readdir(join(given.folder, 'install'))).toEqual([]);
  });

  test('that hangs is ended with all that it started', async () => {
    const pids = join(await temporaryFolder(), 'pids');
    const command = await script(
      `echo $$ > ${pids}; trap '' TERM; sleep 600 & echo $! >> ${pids}; wait; wait`,
      '{file}',
    );
    const given = await bench({ firmwareCommand: command, firmwareTimeoutMs: 500 });
    const jobId = await stage(given);
    await given.start();
    const end = await endOf(given, jobId);
    expect(end).toMatchObject({ outcome: 'failed', code: 'FIRMWARE_COMMAND_FAILED' });
    expect(end.reason).toContain('did not end within 0.5 s');
    for (const pid of (await readFile(pids, 'utf8')).trim().split('\n')) {
      await eventually(() => existsSync(`/proc/${pid}`)).toBe(false);
    }
  });

  test('that is not there is told', async () => {
    const given = await bench({ firmwareCommand: ['/no/such/installer', '{file}'] });
    const jobId = await stage(given);
    await given.start();
    expect((await endOf(given, jobId)).reason).toContain('could not be started');
  });

  test('never sees an image that changed after its upload', async () => {
    const ran = join(await temporaryFolder(), 'ran');
    const given = await bench({ firmwareCommand: await script(`touch ${ran}`, '{file}') });
    const jobId = await stage(given, '0'.repeat(64));
    await given.start();
    expect((await endOf(given, jobId)).code).toBe('ARCHIVE_HASH_MISMATCH');
    expect(existsSync(ran)).toBe(false);
  });

  test('after which the gateway is not healthy is told as it is: only the installer can go back', async () => {
    const given = await launcherBench({
      healthTimeoutMs: 1_000,
      options: { firmwareCommand: await script('exit 0', '{file}') },
    });
    await given.behave({ '2026.11.0': 'unhealthy' });
    const jobId = await stage(given);
    await given.start();
    const end = await endOf(given, jobId);
    expect(end).toMatchObject({ outcome: 'failed', code: 'FIRMWARE_UNHEALTHY' });
  });

  test('is ended when the launcher stops, and begins again at the next boot', async () => {
    const runs = join(await temporaryFolder(), 'runs');
    const command = await script(
      `echo run >> ${runs}; [ $(wc -l < ${runs}) -gt 1 ] || exec sleep 600`,
      '{file}',
    );
    const given = await bench({ firmwareCommand: command });
    const jobId = await stage(given);
    const first = await given.open();
    const running = first.run();
    await eventually(() => existsSync(runs)).toBe(true);
    await first.stop();
    await running;
    expect(await given.boots()).toEqual([]);
    await given.start();
    expect(await endOf(given, jobId)).toMatchObject({ outcome: 'succeeded' });
    expect((await readFile(runs, 'utf8')).trim().split('\n')).toHaveLength(2);
  });
});

describe('a reboot command', () => {
  test('runs when a reboot is asked for; where the machine stays up, the gateway starts again', async () => {
    const ran = join(await temporaryFolder(), 'ran');
    const given = await bench({ rebootCommand: await script(`echo x >> ${ran}`) });
    await given.start();
    await given.bootNumber(1);
    expect(existsSync(ran)).toBe(false);
    await given.say({ type: 'reboot', requestedBy: 'test' });
    await given.bootNumber(2);
    expect(await readFile(ran, 'utf8')).toBe('x\n');
    expect(given.output.join('\n')).toContain('did not go down');
  });

  test('that fails is told, and the gateway starts again', async () => {
    const given = await bench({ rebootCommand: await script('exit 4') });
    await given.start();
    await given.bootNumber(1);
    await given.say({ type: 'reboot', requestedBy: 'test' });
    await given.bootNumber(2);
    expect(given.output.join('\n')).toContain('could not be rebooted: it ended with exit code 4');
  });

  test('runs once behind an installed image; the launcher after it is the one that verifies', async () => {
    const ran = join(await temporaryFolder(), 'ran');
    const options = {
      firmwareCommand: await script('exit 0', '{file}'),
      rebootCommand: await script(`echo x >> ${ran}`),
      // The machine goes down: this launcher gets no further.
      rebootWaitMs: 600_000,
    };
    const given = await bench(options);
    const jobId = await stage(given);
    const first = await given.open();
    const running = first.run();
    await eventually(() => existsSync(ran)).toBe(true);
    expect((await given.state()).trial).toMatchObject({ jobId, attempts: 0, byCommand: true });
    await first.stop();
    await running;
    expect(await given.boots()).toEqual([]);
    await given.start();
    expect(await endOf(given, jobId)).toMatchObject({ outcome: 'succeeded' });
    expect(await readFile(ran, 'utf8')).toBe('x\n');
  });
});

test('what is to be identified is passed on to whoever started the launcher', async () => {
  const given = await bench({});
  await given.start();
  await given.bootNumber(1);
  await given.say({ type: 'identify', by: 'anna', at: 5 });
  await eventually(() => given.identified).toEqual([{ by: 'anna', at: 5 }]);
});
