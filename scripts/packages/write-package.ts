import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type ArchiveFile, type ManifestHead, writeArchive } from '#platform/archives/write-archive.ts';
import { hashFile } from '#platform/files/receive-file.ts';
import { readSigningKey } from '#platform/signatures/sign.ts';

/**
 * Writes an archive to `out`, whole or not at all, and says what it is. Throws an Error with a sentence for the person who
 * typed the command.
 */
export async function writePackage(
  manifest: ManifestHead,
  files: readonly ArchiveFile[],
  options: { out: string; keyFile: string | undefined },
): Promise<void> {
  const privateKey = options.keyFile === undefined ? null : await readKey(options.keyFile);
  const out = resolve(options.out);
  const unfinished = `${out}.unfinished`;
  try {
    await mkdir(dirname(out), { recursive: true });
    await writeArchive(
      createWriteStream(unfinished),
      manifest,
      files,
      privateKey === null ? {} : { privateKey },
    );
    await rename(unfinished, out);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw new Error(`${options.out} cannot be written: ${sentence(error)}`);
  }
  const { bytes, sha256 } = await hashFile(out);
  const signed = privateKey === null ? 'not signed' : 'signed';
  process.stdout.write(`${options.out}  ${bytes} bytes  sha256 ${sha256}  ${signed}\n`);
}

async function readKey(file: string) {
  try {
    return readSigningKey(await readFile(file, 'utf8'));
  } catch (error) {
    throw new Error(`The key ${file} cannot be used: ${sentence(error)}`);
  }
}

/** What an error says, for the end of a sentence. */
export const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Runs a command line program: a failure becomes its sentence, the usage and exit code 2. */
export async function runCommand(usage: string, command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    process.stderr.write(`${sentence(error)}\n\n${usage}`);
    process.exitCode = 2;
  }
}
