import { runCommand } from '#platform/processes/run-command.ts';
import { versionOfImage } from '../../package-policy.ts';

export interface ImageVersion {
  version: string;
  /** Why the version is only the file's name although a command was there to tell it; for the job's log. */
  warning: string | null;
}

interface ReadOptions {
  /** Program with its arguments that prints the version of an image, `{file}` stands for it; null: nobody can tell. */
  command: readonly string[] | null;
  timeoutMs?: number;
}

/** Reading the head of an image takes a moment, checking a signature over all of it somewhat more. */
const commandTimeoutMs = 60_000;
/** Of a version, for a line on a screen. */
const versionCharacters = 100;

/**
 * What an image for the installer of the machine calls itself: the first line that the machine's own command prints. Where
 * that tells nothing, the image is called by its file's name without the ending. Never fails: the installer decides later.
 */
export async function readImageVersion(
  { name, path }: { name: string; path: string },
  { command, timeoutMs = commandTimeoutMs }: ReadOptions,
): Promise<ImageVersion> {
  const version = versionOfImage(name);
  if (command === null) return { version, warning: null };
  const words = command.map((word) => word.replaceAll('{file}', path));
  const { problem, output } = await runCommand(words, { timeoutMs });
  const told = firstLine(output);
  if (problem === null && told !== '') return { version: told, warning: null };
  const why = problem ?? 'it printed nothing';
  const said = problem !== null && told !== '' ? `: ${told}` : '';
  const warning = `The version of ${name} could not be read, so it is called by its name. ${command[0]}: ${why}${said}`;
  return { version, warning };
}

const firstLine = (output: string): string => {
  const lines = output.split('\n').map((line) => line.replace(/\p{Cc}/gu, '').trim());
  return (lines.find((line) => line !== '') ?? '').slice(0, versionCharacters);
};
