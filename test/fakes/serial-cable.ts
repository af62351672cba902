import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Socat, startSocat, terminal } from './socat.ts';
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
  let socat: Socat | null = null;
  async function pull(): Promise<void> {
    const running = socat;
    socat = null;
    await running?.stop();
  }
  async function plug(): Promise<void> {
    socat = await startSocat(terminal(ours), terminal(theirs), [ours, theirs]);
  }
  onTestFinished(pull);
  await plug();
  return { ours, theirs, pull, plug };
}
