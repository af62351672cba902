import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '#platform/files/atomic-file.ts';

const keyBytes = 32;

/**
 * The key that signs access tokens, in the data folder and not in the database: a copy of the database signs nobody in. A key that is
 * lost ends the access tokens of 15 minutes and nothing else.
 */
export async function loadTokenKey(folder: string): Promise<Uint8Array> {
  const path = join(folder, 'token-key');
  const text = await readFile(path, 'utf8').catch(() => '');
  const known = Buffer.from(text.trim(), 'hex');
  if (known.length === keyBytes) return known;
  const made = randomBytes(keyBytes);
  await writeFileAtomic(path, `${made.toString('hex')}\n`, { mode: 0o600 });
  return made;
}
