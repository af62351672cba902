import type { z } from 'zod';
import { failure } from '#shared/errors/failure.ts';
import type { authApi } from '#shared/fleet-api/auth-api.ts';
import type { Role } from '#shared/fleet-api/roles.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { UserRow } from '../database/tables/accounts.ts';
import type { FleetTransaction } from '../database/tables.ts';
import type { AuthDeps } from './auth-deps.ts';
import { secretHash } from './secrets.ts';
import type { TokenPair } from './sessions.ts';
import type { Origin } from './sign-in.ts';
import { insertUser, keyOf, takenBy } from './user-store.ts';

type NewAccount = z.output<(typeof authApi.register)['body']>;

/**
 * Makes an account for whoever may have one: by invite, where the setting allows it, or the very first, which becomes the owner
 * (contract §2). REGISTRATION_CLOSED, INVITE_INVALID, ACCOUNT_TAKEN.
 */
export async function register(
  deps: AuthDeps,
  account: NewAccount,
  from: Origin,
): Promise<Result<{ user: UserRow; pair: TokenPair }>> {
  const { store, audit, passwords, sessions, now } = deps;
  const admitted = await admission(deps, account);
  if (!admitted.ok) return admitted;
  const passwordHash = await passwords.hash(account.password);
  return store.write(async (trx) => {
    // Asked again where nothing can come between: an invite is good for one account.
    const place = await placeFor(trx, deps, account);
    if (!place.ok) return place;
    const taken = await takenBy(trx, account);
    if (taken !== null) return fail(failure('ACCOUNT_TAKEN', { what: taken }));
    const { tenantId, role, inviteId } = place.value;
    const { username, email, fullName = null } = account;
    const fields = { tenantId, username, email, fullName, role, passwordHash, mustChangePassword: false };
    const user = await insertUser(trx, fields, now());
    if (inviteId !== null) {
      await trx.updateTable('invites').set({ accepted_at: now() }).where('id', '=', inviteId).execute();
    }
    await audit.record(trx, {
      tenantId,
      type: 'user.registered',
      target: { type: 'user', id: user.id },
      actor: { type: 'user', id: user.id, name: username, address: from.address },
      correlationId: from.requestId,
      data: { username, role, inviteId },
    });
    return ok({ user, pair: await sessions.begin(trx, user, from.address) });
  });
}

/** Refuses before the password is hashed, which costs. */
const admission = (deps: AuthDeps, account: NewAccount) => placeFor(deps.store.read, deps, account);

interface Place {
  tenantId: string;
  role: Role;
  inviteId: string | null;
}

async function placeFor(
  read: Pick<FleetTransaction, 'selectFrom'>,
  { openRegistration, now }: AuthDeps,
  { invite, email }: NewAccount,
): Promise<Result<Place>> {
  if (invite !== undefined) {
    const row = await read
      .selectFrom('invites')
      .selectAll()
      .where('token_hash', '=', secretHash(invite))
      .executeTakeFirst();
    const usable = row !== undefined && row.accepted_at === null && row.expires_at > now();
    if (!usable || keyOf(row.email) !== keyOf(email)) return fail(failure('INVITE_INVALID'));
    return ok({ tenantId: row.tenant_id, role: row.role, inviteId: row.id });
  }
  const tenant = await read
    .selectFrom('tenants')
    .select('id')
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst();
  if (tenant === undefined) return fail(failure('REGISTRATION_CLOSED'));
  const anybody = await read.selectFrom('users').select('id').limit(1).executeTakeFirst();
  if (anybody === undefined) return ok({ tenantId: tenant.id, role: 'owner', inviteId: null });
  if (!openRegistration) return fail(failure('REGISTRATION_CLOSED'));
  return ok({ tenantId: tenant.id, role: 'viewer', inviteId: null });
}
