import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { writeFileAtomic } from '#platform/files/atomic-file.ts';
import type { Passwords } from '#platform/passwords/passwords.ts';
import type { Audit } from '../audit/audit.ts';
import { system } from '../audit/audit-event.ts';
import type { FleetStore } from '../database/tables.ts';
import { insertUser } from './user-store.ts';

export const firstOwnerName = 'admin';
export const initialPasswordFile = 'initial-admin-password';

/**
 * Makes the tenant and its owner when there is none (contract §1). Returns the password that was generated, to be shown once; it also is
 * in DATA/initial-admin-password (mode 0600). Null when it was given, or when there are accounts.
 */
export async function ensureFirstOwner(deps: {
  store: FleetStore;
  audit: Audit;
  passwords: Passwords;
  dataFolder: string;
  /** From GATEWRIGHT_ADMIN_PASSWORD. */
  givenPassword: string | undefined;
  log: Logger;
}): Promise<string | null> {
  const { store, audit, passwords, dataFolder, givenPassword, log } = deps;
  const anybody = await store.read.selectFrom('users').select('id').limit(1).executeTakeFirst();
  if (anybody !== undefined) return null;
  const password = givenPassword || randomBytes(12).toString('base64url');
  if (!givenPassword) {
    await writeFileAtomic(join(dataFolder, initialPasswordFile), `${password}\n`, { mode: 0o600 });
  }
  const passwordHash = await passwords.hash(password);
  await store.write(async (trx) => {
    const now = Date.now();
    const known = await trx.selectFrom('tenants').select('id').limit(1).executeTakeFirst();
    const tenantId = known?.id ?? randomBytes(6).toString('hex');
    if (known === undefined) {
      await trx.insertInto('tenants').values({ id: tenantId, name: 'Site', created_at: now }).execute();
    }
    const owner = await insertUser(
      trx,
      {
        tenantId,
        username: firstOwnerName,
        email: 'admin@localhost',
        fullName: null,
        role: 'owner',
        passwordHash,
        mustChangePassword: !givenPassword,
      },
      now,
    );
    await audit.record(trx, {
      tenantId,
      type: 'user.created',
      target: { type: 'user', id: owner.id },
      actor: system,
      data: { username: firstOwnerName, role: 'owner' },
    });
  });
  log.info({ username: firstOwnerName, generated: !givenPassword }, 'first account made');
  return givenPassword ? null : password;
}
