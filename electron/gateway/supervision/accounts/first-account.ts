import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { writeFileAtomic } from '#platform/files/atomic-file.ts';
import type { Passwords } from '#platform/passwords/passwords.ts';
import type { Accounts } from './accounts.ts';

export const firstAccountName = 'admin';
export const initialPasswordFile = 'initial-admin-password';

interface FirstAccountOptions {
  accounts: Accounts;
  passwords: Passwords;
  dataFolder: string;
  /** From GATEWRIGHT_ADMIN_PASSWORD; absent: one is generated into DATA/initial-admin-password, mode 0600. */
  givenPassword: string | undefined;
  log: Logger;
}

/** What clients send instead of a password (contract §1). */
export const passwordDigest = (password: string): string => createHash('md5').update(password).digest('hex');

/**
 * Makes the first account when there is none. The password file is written before this resolves; `created` resolves when
 * the account can log in (hashing takes longer than the rest of a start).
 */
export async function ensureFirstAccount(options: FirstAccountOptions): Promise<{ created: Promise<void> }> {
  const { accounts, passwords, dataFolder, givenPassword, log } = options;
  if (accounts.count() > 0) return { created: Promise.resolve() };
  const password = givenPassword || randomBytes(12).toString('base64url');
  if (!givenPassword) {
    await writeFileAtomic(join(dataFolder, initialPasswordFile), `${password}\n`, { mode: 0o600 });
  }
  const created = passwords.hash(passwordDigest(password)).then((passwordHash) => {
    accounts.add({
      id: randomUUID(),
      username: firstAccountName,
      passwordHash,
      administrator: true,
      createdAt: new Date().toISOString(),
    });
    log.info({ username: firstAccountName, generated: !givenPassword }, 'first account made');
  });
  // Whoever logs in awaits it and gets the error; until then it must not end the process.
  created.catch((error) => log.error({ error }, 'the first account could not be made'));
  return { created };
}
