import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import {
  endInstaller,
  installerVariable,
  noteInstaller,
} from '../../../../electron/gateway/launcher/firmware/installer-note.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

const log = pino({ level: 'silent' });

/** What a killed launcher leaves behind: a program in a group of its own. */
async function leftBehind(jobId: string): Promise<number> {
  const child = spawn('sleep', ['600'], {
    env: { ...process.env, [installerVariable]: jobId },
    detached: true,
  });
  const pid = Number(child.pid);
  onTestFinished(() => void child.kill('SIGKILL'));
  await eventually(() => existsSync(`/proc/${pid}/environ`)).toBe(true);
  return pid;
}

test.runIf(process.platform === 'linux')(
  'an installer of a killed launcher is ended before the next one',
  async () => {
    const folder = await temporaryFolder();
    const jobId = randomUUID();
    const pid = await leftBehind(jobId);
    noteInstaller(folder, { pid, jobId });
    await endInstaller(folder, log);
    expect(existsSync(join(folder, 'installer.json'))).toBe(false);
    await eventually(() => existsSync(`/proc/${pid}`)).toBe(false);
  },
);

test.runIf(process.platform === 'linux')(
  'a process that was given its number meanwhile is left alone',
  async () => {
    const folder = await temporaryFolder();
    const pid = await leftBehind(randomUUID());
    noteInstaller(folder, { pid, jobId: randomUUID() });
    await endInstaller(folder, log);
    expect(existsSync(`/proc/${pid}`)).toBe(true);
    expect(existsSync(join(folder, 'installer.json'))).toBe(false);
  },
);

test('no note, no installer', async () => {
  await endInstaller(await temporaryFolder(), log);
});
