import { randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeFileAtomic } from '#platform/files/atomic-file.ts';
import { isFileError } from '#platform/files/file-error.ts';
import type { SecretStore } from '../ports.ts';

const secretName = 'site-admin-password';

/**
 * The password of the embedded gateway's first account, made once. Where the secret store does not outlive the process,
 * it lies in `file` (mode 0600) beside the gateway's own data: whoever can read it there can read the gateway's database
 * as well, and without it the user would be locked out of a gateway whose password nobody ever saw.
 */
export async function ensureAdminPassword(secrets: SecretStore, file: string): Promise<string> {
  const known = (await secrets.get(secretName)) ?? (await readPassword(file));
  if (known !== null) return known;
  const password = randomBytes(18).toString('base64url');
  if (secrets.keepsSecrets) {
    await secrets.set(secretName, password);
  } else {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFileAtomic(file, `${password}\n`, { mode: 0o600 });
  }
  return password;
}

async function readPassword(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).trim() || null;
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return null;
    throw error;
  }
}
