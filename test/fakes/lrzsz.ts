import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createLineEnd, type PausableLine } from './line-ends.ts';

export type LrzszProgram = 'sz' | 'rz' | 'sb' | 'rb' | 'sx' | 'rx';

export interface Lrzsz {
  line: PausableLine;
  /** Its exit code; null when a signal ended it. */
  exited: Promise<number | null>;
  /** What it said about itself so far. */
  said(): string;
  /** Ends it with SIGTERM, at which it cancels the transfer. */
  interrupt(): void;
  /** Ends it at once, without a word to its peer. */
  stop(): Promise<void>;
}

/** Debian's lrzsz in `folder`, with pipes instead of a terminal: it cannot flush what it has not read. The caller stops it. */
export function spawnLrzsz(program: LrzszProgram, args: readonly string[], folder: string): Lrzsz {
  const child = spawn(program, args, { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
  const end = createLineEnd();
  let said = '';
  child.stderr.on('data', (data) => {
    said += String(data);
  });
  child.stdout.on('data', (bytes: Buffer) => end.arrive(bytes));
  // It closes its end while we still write.
  child.stdin.on('error', () => undefined);
  const exited = once(child, 'close').then(([code]) => {
    end.lose('pulled', `${program} ended: ${said}`);
    return code as number | null;
  });
  const write = (bytes: Uint8Array): Promise<void> =>
    new Promise((resolve, reject) => {
      const gone = end.gone();
      if (gone !== null) reject(gone);
      // Not an error: as on a cable, bytes for someone who left go nowhere.
      else child.stdin.write(bytes, () => resolve());
    });
  async function stop(): Promise<void> {
    child.kill('SIGKILL');
    await exited;
  }
  return {
    line: {
      name: program,
      write,
      drain: () => Promise.resolve(),
      onBytes: end.onBytes,
      onClosed: end.onClosed,
      close: stop,
      pause: () => child.stdout.pause(),
      resume: () => child.stdout.resume(),
    },
    exited,
    said: () => said,
    interrupt: () => void child.kill('SIGTERM'),
    stop,
  };
}
