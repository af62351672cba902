import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { runCommand } from '#platform/processes/run-command.ts';
import type { LauncherOptions } from './options.ts';

const commandTimeoutMs = 60_000;

/**
 * Reboots the machine where a command for that was given; supervision has stopped before. Resolves when the launcher is told
 * to stop, as it is on the way down, or when the machine did not go down: then the gateway starts again as it is.
 */
export async function rebootMachine(
  { rebootCommand, rebootWaitMs }: Pick<LauncherOptions, 'rebootCommand' | 'rebootWaitMs'>,
  { signal, log, onTrouble }: { signal: AbortSignal; log: Logger; onTrouble(sentence: string): void },
): Promise<void> {
  if (rebootCommand === null || signal.aborted) return;
  log.info({ command: rebootCommand }, 'the machine is rebooted');
  const { problem, output } = await runCommand(rebootCommand, { timeoutMs: commandTimeoutMs, signal });
  if (signal.aborted) return;
  if (problem !== null) {
    log.error({ problem, output }, 'the machine could not be rebooted');
    onTrouble(`The machine could not be rebooted: ${problem}.`);
    return;
  }
  await sleep(rebootWaitMs, undefined, { signal }).catch(() => undefined);
  if (!signal.aborted) onTrouble('The machine was to be rebooted but did not go down.');
}
