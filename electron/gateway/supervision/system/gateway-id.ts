import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '#platform/files/atomic-file.ts';

const fileName = 'gateway-id';

/**
 * What tells this box from every other, whatever it is called: made at its first start and kept. It is in no backup, so that a restored
 * box stays itself. Rejects as the file system does.
 */
export async function gatewayId(stateFolder: string): Promise<string> {
  const path = join(stateFolder, fileName);
  const kept = z.uuid().safeParse((await readFile(path, 'utf8').catch(() => '')).trim());
  if (kept.success) return kept.data;
  const made = randomUUID();
  await writeFileAtomic(path, `${made}\n`, { mode: 0o600 });
  return made;
}
