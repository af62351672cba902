import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

/** A process that this test started but that is nobody's child any more: foreign to every program here. */
export async function strayProcess(command = 'sleep 300'): Promise<number> {
  const { stdout } = await promisify(execFile)('sh', ['-c', `${command} >/dev/null 2>&1 & echo $!`]);
  const pid = Number(stdout);
  onTestFinished(() => {
    if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  });
  return pid;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
