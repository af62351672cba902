import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** Two of socat's addresses joined. */
export interface Socat {
  /** Takes its terminals away, as pulling an adapter does. Also when it has ended already. */
  stop(): Promise<void>;
}

/** A pseudo-terminal that stands for a serial port, as an address of socat. */
export const terminal = (path: string): string => `pty,raw,echo=0,link=${path}`;

const lookEveryMs = 5;

/** Resolves when the terminals at `paths` are there; rejects when socat ends before. */
export async function startSocat(from: string, to: string, paths: readonly string[]): Promise<Socat> {
  const child = spawn('socat', [from, to], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  ended.catch(() => undefined);
  const isRunning = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  // A link is there before the terminal that it leads to.
  while (!paths.every((path) => existsSync(path))) {
    if (!isRunning()) throw new Error(`socat ended with ${(await ended)[0]}`);
    await pause(lookEveryMs);
  }
  return {
    async stop() {
      if (!isRunning()) return;
      // Gently, or it would leave its links behind.
      child.kill('SIGTERM');
      await ended;
    },
  };
}
