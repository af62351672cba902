import { onTestFinished } from 'vitest';
import type { ByteLine } from '#platform/serial/byte-line.ts';
import { type Lrzsz, type LrzszProgram, spawnLrzsz } from './lrzsz.ts';

const programs = ['sz', 'rz', 'sb', 'rb', 'sx', 'rx'] as const satisfies readonly LrzszProgram[];

/** A board with a shell that knows Debian's lrzsz and nothing else, working in one folder. */
export interface LrzszBoard {
  /** The program that has the line now. */
  running(): Lrzsz | null;
  /** Every command line that was entered. */
  entered: string[];
}

/** Serves `# ` at the far end of a line; a program that ends is followed by the prompt at once, as of a real shell. */
export function serveLrzsz(line: ByteLine, folder: string): LrzszBoard {
  let running: Lrzsz | null = null;
  let typed = '';
  const entered: string[] = [];
  const say = (bytes: Uint8Array | string) =>
    void line.write(typeof bytes === 'string' ? Buffer.from(bytes) : bytes).catch(() => undefined);

  function run(command: string): void {
    entered.push(command);
    const [name, ...args] = command.split(' ');
    const program = programs.find((known) => known === name);
    if (program === undefined) {
      say(command === '' ? '# ' : `sh: ${name}: not found\r\n# `);
      return;
    }
    const started = spawnLrzsz(program, args, folder);
    running = started;
    started.line.onBytes(say);
    void started.exited.then(() => {
      running = null;
      say('\r\n# ');
    });
    onTestFinished(started.stop);
  }

  line.onBytes((bytes) => {
    if (running !== null) {
      running.line.write(bytes).catch(() => undefined);
      return;
    }
    for (const character of Buffer.from(bytes).toString('latin1')) {
      if (character !== '\r') typed += character;
      else {
        const command = typed.trim();
        typed = '';
        say('\r\n');
        run(command);
      }
    }
  });
  return { running: () => running, entered };
}
