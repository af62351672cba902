import { createPasswords } from '#platform/passwords/passwords.ts';
import { createLockOut } from '#platform/rate-limits/lock-out.ts';
import { lockOutRule } from '#platform/rate-limits/lock-out-rule.ts';
import { createAccounts } from './accounts/accounts.ts';
import { ensureFirstAccount } from './accounts/first-account.ts';
import { createActivity } from './activity/activity.ts';
import { createApiKeys } from './api-keys/api-keys.ts';
import { openStateDatabase } from './database/state-database.ts';
import { addFirstDrivers } from './drivers/first-drivers.ts';
import type { Folders } from './folders.ts';
import { createLockOutStore } from './session/lock-out-store.ts';
import { createSessions } from './session/session.ts';
import { createSettings } from './settings/settings.ts';
import type { SupervisionDeps } from './supervision-deps.ts';
import { gatewayId } from './system/gateway-id.ts';
import { type Identity, product } from './system/identity.ts';

/** What is kept on disk, and who may use it. */
export async function openState({ boot, revision, adminPassword, log }: SupervisionDeps, folders: Folders) {
  const database = await openStateDatabase(folders.state, log);
  const activity = createActivity({ folder: folders.state, now: Date.now, log });
  const settings = createSettings(database, boot.name);
  const accounts = createAccounts(database);
  const passwords = createPasswords();
  if (accounts.count() === 0) await addFirstDrivers(database, log);
  const { created: firstAccount } = await ensureFirstAccount({
    accounts,
    passwords,
    dataFolder: folders.data,
    givenPassword: adminPassword,
    log,
  });
  const sessions = createSessions({
    database,
    accounts,
    idleMs: () => settings.current().sessionIdleHours * 60 * 60 * 1000,
    now: Date.now,
    log,
  });
  const apiKeys = createApiKeys({ database, now: Date.now, log });
  const lockOut = createLockOut({ ...lockOutRule, store: createLockOutStore(database, log) });
  const { firmware, bootId } = boot;
  const id = await gatewayId(folders.state);
  const identity: Identity = { id, product, revision, firmware, bootId, startedAt: Date.now() };
  return {
    database,
    activity,
    settings,
    accounts,
    passwords,
    firstAccount,
    sessions,
    apiKeys,
    lockOut,
    identity,
  };
}

export type State = Awaited<ReturnType<typeof openState>>;
