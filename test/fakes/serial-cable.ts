import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { eventually } from './eventually.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Two serial ports with a cable between them: pseudo-terminals by socat. */
export async function serialCable(): Promise<{ ours: string; theirs: string }> {
  const folder = await temporaryFolder();
  const [ours, theirs] = [join(folder, 'ours'), join(folder, 'theirs')];
  const pty = (path: string) => `pty,raw,echo=0,link=${path}`;
  const socat = spawn('socat', [pty(ours), pty(theirs)], { stdio: 'ignore' });
  onTestFinished(() => void socat.kill('SIGKILL'));
  await eventually(() => existsSync(ours) && existsSync(theirs)).toBe(true);
  return { ours, theirs };
}
