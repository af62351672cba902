import { join } from 'node:path';
import type { Logger } from 'pino';
import { hashFile } from '#platform/files/receive-file.ts';
import { runCommand } from '#platform/processes/run-command.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import type { SettledJob, StagedFirmware } from '../../launcher-protocol.ts';
import type { Firmware } from '../launcher-state.ts';
import { endInstaller, forgetInstaller, installerVariable, noteInstaller } from './installer-note.ts';

export interface CommandInstaller {
  /** Program with its arguments; `{file}` stands for the image. */
  command: readonly string[];
  timeoutMs: number;
  /** Of the launcher, for its note. */
  folder: string;
  /** Aborts when the launcher stops: then the installer is ended, and the next boot begins again. */
  signal: AbortSignal;
}

export type CommandOutcome =
  | { kind: 'installed'; firmware: Firmware; log: NonNullable<SettledJob['log']> }
  | { kind: 'refused'; why: Failure; log: NonNullable<SettledJob['log']> }
  | { kind: 'stopped' };

/** The end of what it said goes into the job, which travels through an environment variable; all of it into the log. */
const shownCharacters = 2_000;

/**
 * Hands the staged image to the installer of the machine, such as `rauc` or `swupdate`: what it checks and where it writes is
 * its business, and so is coming back to the old firmware. Exit code and output are recorded.
 */
export async function installByCommand(
  staged: StagedFirmware,
  options: CommandInstaller & { installFolder: string; current: Firmware; log: Logger },
): Promise<CommandOutcome> {
  const { command, folder, log } = options;
  const { jobId, originalName: file } = staged;
  const path = join(options.installFolder, staged.file);
  const { sha256 } = await hashFile(path);
  if (sha256 !== staged.sha256) {
    return { kind: 'refused', why: failure('ARCHIVE_HASH_MISMATCH', { file, entry: file }), log: [] };
  }
  await endInstaller(folder, log);
  const words = command.map((word) => word.replaceAll('{file}', path));
  log.info({ jobId, command: words }, 'the installer of the machine starts');
  const { code, problem, output } = await runCommand(words, {
    timeoutMs: options.timeoutMs,
    signal: options.signal,
    env: { [installerVariable]: jobId },
    onStarted: (pid) => noteInstaller(folder, { pid, jobId }),
  });
  forgetInstaller(folder);
  log.info({ jobId, code, problem, output }, 'the installer of the machine ended');
  if (problem !== null && options.signal.aborted) return { kind: 'stopped' };
  const said: NonNullable<SettledJob['log']> = [
    { level: 'info', message: `${command.join(' ')}: ${problem ?? `it ended with exit code ${code}`}` },
    ...(output.trim() === '' ? [] : [{ level: 'info' as const, message: shown(output) }]),
  ];
  if (problem === null)
    return { kind: 'installed', firmware: { slot: null, version: staged.version }, log: said };
  const from = options.current.version;
  return {
    kind: 'refused',
    why: failure('FIRMWARE_COMMAND_FAILED', { file, why: problem, from }),
    log: said,
  };
}

/** Without colours and progress bars, and without what stands at the beginning of a long output. */
function shown(output: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal sequences are what is removed.
  const plain = output.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replace(/[^\P{Cc}\n]/gu, '');
  const text = plain.trim();
  return text.length > shownCharacters ? `…${text.slice(-shownCharacters)}` : text;
}
