import type { Passwords } from '#platform/passwords/passwords.ts';
import type { LockOut } from '#platform/rate-limits/lock-out.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Audit } from '../audit/audit.ts';
import { actorOf } from '../audit/audit-event.ts';
import type { UserRow } from '../database/tables/accounts.ts';
import type { FleetStore } from '../database/tables.ts';
import type { Sessions, TokenPair } from './sessions.ts';
import { findByLogin, keyOf } from './user-store.ts';

export interface SignIn {
  /** CREDENTIALS_REFUSED (the same for an unknown name), LOGIN_LOCKED. */
  withPassword(
    credentials: { username: string; password: string },
    from: Origin,
  ): Promise<Result<{ user: UserRow; pair: TokenPair }>>;
  /** Whether this is the account's password; counts as a try. LOGIN_LOCKED, CREDENTIALS_REFUSED. */
  check(user: UserRow, password: string, from: Origin): Promise<Result<null>>;
}

/** Where a request came from. */
export interface Origin {
  address: string;
  requestId: string;
}

/** A wrong password locks the name for the address that it came from, for longer each time. */
export function createSignIn(deps: {
  store: FleetStore;
  passwords: Passwords;
  lockOut: LockOut;
  sessions: Sessions;
  audit: Audit;
  now?: () => number;
}): SignIn {
  const { store, passwords, lockOut, sessions, audit, now = Date.now } = deps;

  async function check(
    name: string,
    user: UserRow | null,
    password: string,
    from: Origin,
  ): Promise<Result<null>> {
    const key = JSON.stringify([keyOf(name), from.address]);
    const lockedMs = lockOut.lockedForMs(key);
    if (lockedMs > 0) return fail(failure('LOGIN_LOCKED', { seconds: Math.ceil(lockedMs / 1_000) }));
    lockOut.begin(key);
    const matches = await passwords.verify(password, user?.password_hash ?? null);
    if (matches && user?.is_active === 1) {
      lockOut.succeeded(key);
      return ok(null);
    }
    lockOut.failed(key);
    if (user !== null) {
      await audit.note({
        tenantId: user.tenant_id,
        type: 'authentication_failed',
        target: { type: 'user', id: user.id },
        actor: actorOf(null, from.address),
        severity: 'warning',
        correlationId: from.requestId,
        data: { username: user.username, locked: lockOut.lockedForMs(key) > 0, active: user.is_active === 1 },
      });
    }
    return fail(failure('CREDENTIALS_REFUSED'));
  }

  return {
    check: (user, password, from) => check(user.username, user, password, from),
    async withPassword({ username, password }, from) {
      const user = await findByLogin(store.read, username);
      const checked = await check(username, user, password, from);
      if (!checked.ok || user === null) return checked.ok ? fail(failure('CREDENTIALS_REFUSED')) : checked;
      const pair = await store.write(async (trx) => {
        await trx.updateTable('users').set({ last_login_at: now() }).where('id', '=', user.id).execute();
        await audit.record(trx, {
          tenantId: user.tenant_id,
          type: 'user.signed_in',
          target: { type: 'user', id: user.id },
          actor: { type: 'user', id: user.id, name: user.username, address: from.address },
          correlationId: from.requestId,
        });
        return sessions.begin(trx, user, from.address);
      });
      return ok({ user, pair });
    },
  };
}
