import { runCommand } from '../processes/run-command.ts';

const timeoutMs = 2_000;

/**
 * Makes an open port keep DTR and RTS when it is closed. The serial library can only switch this off-at-close on, never
 * off, and Linux opens ports with it switched on. Where `stty` is missing or refuses, the lines drop as the system likes.
 */
export async function keepControlLines(path: string, platform: string = process.platform): Promise<void> {
  const flag = { linux: '-F', darwin: '-f' }[platform];
  if (flag === undefined) return;
  await runCommand(['stty', flag, path, '-hupcl'], { timeoutMs });
}
