import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { eventually } from './eventually.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Two serial ports with a cable between them: pseudo-terminals by socat. */
export async function serialCable(): Promise<{
  ours: string;
  theirs: string;
  pull(): Promise<void>;
  plug(): Promise<void>;
}> {
  const folder = await temporaryFolder();
  const [ours, theirs] = [join(folder, 'ours'), join(folder, 'theirs')];
  const pty = (path: string) => `pty,raw,echo=0,link=${path}`;
  let socat: ChildProcess | null = null;
  async function pull(): Promise<void> {
    const running = socat;
    socat = null;
    if (running === null) return;
    const ended = once(running, 'exit');
    // Gently, so that it takes its links away as a pulled adapter does.
    running.kill('SIGTERM');
    await ended;
  }
  async function plug(): Promise<void> {
    socat = spawn('socat', [pty(ours), pty(theirs)], { stdio: 'ignore' });
    await eventually(() => existsSync(ours) && existsSync(theirs)).toBe(true);
  }
  onTestFinished(pull);
  await plug();
  return { ours, theirs, pull, plug };
}
