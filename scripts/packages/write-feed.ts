import { copyFile, mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '#platform/files/atomic-file.ts';
import { hashFile } from '#platform/files/receive-file.ts';
import { readSigningKey } from '#platform/signatures/sign.ts';
import {
  type FeedEntry,
  feedEntrySchema,
  feedFileName,
  signFeedEntry,
} from '../../electron/gateway/supervision/updates/feed-entry.ts';
import { sentence } from './write-package.ts';

interface FeedOptions {
  /** Made when it is missing; a stick, or what a web server serves. */
  folder: string;
  /** The package. */
  file: string;
  revision: string;
  releaseDate: string;
  /** Markdown. */
  notesFile: string | undefined;
  keyFile: string | undefined;
}

/**
 * Puts a package into a feed as its newest: the file first, then `latest.json`, each whole or not at all, so that a gateway
 * that looks meanwhile finds the one before. Throws an Error with a sentence for the person who typed the command.
 */
export async function writeFeed(options: FeedOptions): Promise<void> {
  const { folder, file, revision, releaseDate, notesFile, keyFile } = options;
  try {
    const releaseNotes = notesFile === undefined ? '' : await readFile(notesFile, 'utf8');
    const { bytes, sha256 } = await hashFile(file);
    const name = `supervision-${revision}.zip`;
    const entry = { version: revision, releaseDate, releaseNotes, file: name, size: bytes, sha256 };
    const signed: FeedEntry =
      keyFile === undefined ? entry : signFeedEntry(entry, readSigningKey(await readFile(keyFile, 'utf8')));
    await mkdir(folder, { recursive: true });
    const unfinished = join(folder, `${name}.unfinished`);
    await copyFile(file, unfinished);
    await rename(unfinished, join(folder, name));
    const text = `${JSON.stringify(feedEntrySchema.parse(signed), null, 2)}\n`;
    await writeFileAtomic(join(folder, feedFileName), text);
  } catch (error) {
    throw new Error(`The feed ${folder} cannot be written: ${sentence(error)}`);
  }
  const signature = keyFile === undefined ? 'not signed' : 'signed';
  process.stdout.write(`${join(folder, feedFileName)}  revision ${revision}  ${signature}\n`);
}
