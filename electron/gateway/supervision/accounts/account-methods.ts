import { randomUUID } from 'node:crypto';
import type { Database } from '#platform/database/database.ts';
import type { Passwords } from '#platform/passwords/passwords.ts';
import type { LockOut } from '#platform/rate-limits/lock-out.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import type { Account as ShownAccount } from '#shared/gateway-api/configuration.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { RecordActivity } from '../activity/record-activity.ts';
import type { PeersCall, PeersHandlers } from '../peers/peers-method.ts';
import type { Sessions } from '../session/session.ts';
import type { Account, Accounts } from './accounts.ts';

interface AccountMethodsOptions {
  database: Database;
  accounts: Accounts;
  passwords: Passwords;
  sessions: Sessions;
  /** Of logins; wrong old passwords count, too. */
  lockOut: LockOut;
  record: RecordActivity;
  /** A restore replaces the accounts; what is changed meanwhile would be gone. */
  isRestoring(): boolean;
}

/**
 * `accounts/*` of the dispatcher. Each change and its entry in the activity log are written together or not at all; sessions
 * follow at once. There is always an administrator.
 */
export function accountMethods(options: AccountMethodsOptions): PeersHandlers<'accounts'> {
  const { accounts, passwords, sessions } = options;
  const change = changer(options);
  return {
    getAccounts: () => ok(accounts.list().map(shown)),
    getAccountById({ id }) {
      const account = accounts.byId(id);
      return account === null ? unknown() : ok(shown(account));
    },
    async insertAccount({ account: given }, call) {
      const passwordHash = await passwords.hash(given.password);
      const { username, administrator } = given;
      const account: Account = {
        id: given.id ?? randomUUID(),
        username,
        passwordHash,
        administrator,
        createdAt: new Date().toISOString(),
      };
      if (accounts.byId(account.id) !== null) {
        return fail(failure('REQUEST_INVALID', { what: `account.id: ${account.id} is there already` }));
      }
      if (accounts.byName(username) !== null) return nameTaken(username);
      return change(call, 'created', account, { administrator }, () => {
        accounts.add(account);
        return shown(account);
      });
    },
    updateAccount({ account: given }, call) {
      const before = accounts.byId(given.id);
      if (before === null) return unknown();
      const username = given.username ?? before.username;
      const administrator = given.administrator ?? before.administrator;
      if (username !== before.username && accounts.byName(username) !== null) return nameTaken(username);
      if (!administrator && isLastAdministrator(accounts, before)) return lastAdministrator(before);
      const after = { ...before, username, administrator };
      const details = { ...(username !== before.username && { from: before.username }), administrator };
      const changed = change(call, 'changed', after, details, () => {
        accounts.update(after);
        return shown(after);
      });
      if (changed.ok && username !== before.username) sessions.rename(before.username, username);
      if (changed.ok && before.administrator && !administrator) sessions.endOf(username);
      return changed;
    },
    async updateAccountPassword({ account: given }, call) {
      const { session } = call;
      // Who may not look at the accounts knows one's own by its name only.
      const named = given.id === session.username ? accounts.byName(given.id) : null;
      const account = accounts.byId(given.id) ?? named;
      const own = account?.username === session.username;
      // Who may not look at accounts does not learn which ones there are.
      if (!session.administrator && !own) return fail(failure('ADMINISTRATOR_NEEDED'));
      if (account === null) return unknown();
      if (!session.administrator || given.oldPassword !== undefined) {
        const refused = await refuseOldPassword(options, account, given.oldPassword, call);
        if (refused !== null) return fail(refused);
      }
      const passwordHash = await passwords.hash(given.password);
      // Hashing takes a while, in which the account may have changed or gone.
      const current = accounts.byId(account.id);
      if (current === null) return unknown();
      const changed = change(call, 'password-changed', current, {}, () => {
        accounts.update({ ...current, passwordHash });
        return null;
      });
      if (changed.ok) sessions.endOf(current.username, own ? session.sessionId : undefined);
      return changed;
    },
    deleteAccount({ id }, call) {
      const account = accounts.byId(id);
      if (account === null) return unknown();
      if (isLastAdministrator(accounts, account)) return lastAdministrator(account);
      const changed = change(call, 'deleted', account, {}, () => {
        accounts.remove(id);
        return null;
      });
      if (changed.ok) sessions.endOf(account.username);
      return changed;
    },
  };
}

const shown = ({ id, username, administrator, createdAt }: Account): ShownAccount => ({
  id,
  username,
  administrator,
  createdAt,
});

const unknown = () => fail(failure('NOT_FOUND', { what: 'This account' }));
const nameTaken = (username: string) => fail(failure('ACCOUNT_NAME_TAKEN', { username }));
const lastAdministrator = ({ username }: Account) =>
  fail(failure('ACCOUNT_LAST_ADMINISTRATOR', { username }));
const isLastAdministrator = (accounts: Accounts, { administrator }: Account): boolean =>
  administrator && accounts.administrators() === 1;

/** The change and its entry, or neither. */
const changer =
  ({ database, record, isRestoring }: AccountMethodsOptions) =>
  <T>(
    { caller }: PeersCall,
    action: string,
    { id, username }: Account,
    details: Record<string, string | boolean>,
    work: () => T,
  ): Result<T> => {
    if (isRestoring()) return fail(failure('RESTORE_RUNNING'));
    return ok(
      database.transaction(() => {
        const result = work();
        record({
          type: 'account',
          action,
          target: username,
          user: caller.name,
          address: caller.address,
          details: { id, ...details },
        });
        return result;
      }),
    );
  };

/** Why the old password does not count; guessing it is locked as guessing at the login is. */
async function refuseOldPassword(
  { passwords, lockOut }: AccountMethodsOptions,
  account: Account,
  oldPassword: string | undefined,
  { caller }: PeersCall,
): Promise<Failure | null> {
  if (oldPassword === undefined) return failure('ACCOUNT_OLD_PASSWORD');
  const key = `${caller.address} ${account.username}`;
  const lockedMs = lockOut.lockedForMs(key);
  if (lockedMs > 0) return failure('LOGIN_LOCKED', { seconds: Math.ceil(lockedMs / 1000) });
  lockOut.begin(key);
  if (await passwords.verify(oldPassword, account.passwordHash)) {
    lockOut.succeeded(key);
    return null;
  }
  lockOut.failed(key);
  return failure('ACCOUNT_OLD_PASSWORD');
}
