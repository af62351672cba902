import type { Logger } from 'pino';
import { createPasswords } from '#platform/passwords/passwords.ts';
import { createLockOut } from '#platform/rate-limits/lock-out.ts';
import { lockOutRule } from '#platform/rate-limits/lock-out-rule.ts';
import type { Audit } from './audit/audit.ts';
import { createAccessTokens } from './auth/access-tokens.ts';
import type { AuthDeps } from './auth/auth-deps.ts';
import { createDirectory } from './auth/directory.ts';
import { ensureFirstOwner } from './auth/first-owner.ts';
import { createUserIdentities } from './auth/identities.ts';
import { createKeyUse } from './auth/key-use.ts';
import { openLockOutRows } from './auth/lock-out-rows.ts';
import { createMailer } from './auth/mailer.ts';
import { createSessions } from './auth/sessions.ts';
import { createSignIn } from './auth/sign-in.ts';
import { loadTokenKey } from './auth/token-key.ts';
import type { FleetStore } from './database/tables.ts';
import type { FleetOptions } from './fleet-options.ts';

/** Accounts and who a request comes from, put together. */
export async function createAuth(deps: {
  store: FleetStore;
  audit: Audit;
  options: FleetOptions;
  publicUrl(): string;
  inBackground(work: Promise<unknown>): void;
  log: Logger;
}) {
  const { store, audit, options, log } = deps;
  const { dataFolder, adminPassword, mail, openRegistration, now = Date.now } = options;
  const passwords = createPasswords();
  const shownPassword = await ensureFirstOwner({
    ...{ store, audit, passwords, dataFolder, log },
    givenPassword: adminPassword,
  });
  const tokens = createAccessTokens(await loadTokenKey(dataFolder), now);
  const directory = createDirectory(store, now);
  const keyUse = createKeyUse(store, now);
  const rows = await openLockOutRows(store, lockOutRule.maxKeys, log);
  const lockOut = createLockOut({ ...lockOutRule, now, store: rows });
  const sessions = createSessions({ store, directory, tokens, audit, now });
  const auth: AuthDeps = {
    ...{ store, audit, passwords, directory, sessions, openRegistration, now },
    signIn: createSignIn({ store, passwords, lockOut, sessions, audit, now }),
    mailer: mail === null ? null : createMailer(mail),
    publicUrl: deps.publicUrl,
    inBackground: deps.inBackground,
  };
  const identities = createUserIdentities({ tokens, directory, keyUse, now });
  return { auth, identities, keyUse, shownPassword };
}
