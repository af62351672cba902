import { failure } from '#shared/errors/failure.ts';
import { isAtLeast } from '#shared/fleet-api/roles.ts';
import type { usersApi } from '#shared/fleet-api/users-api.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { loggedBy } from '../audit/logged-by.ts';
import type { UserRow } from '../database/tables/accounts.ts';
import type { FleetTransaction } from '../database/tables.ts';
import type { FleetCall, FleetHandlers, FleetReply } from '../http/call.ts';
import type { UserPrincipal } from '../http/principal.ts';
import type { AuthDeps } from './auth-deps.ts';
import { showUser } from './show.ts';
import { countOwners, findUser, insertUser, keyOf, takenBy } from './user-store.ts';

/** Accounts of the tenant, for its administrators (contract §2 "users"). */
export function userCalls(
  deps: AuthDeps,
): Pick<FleetHandlers, 'listUsers' | 'getUser' | 'createUser' | 'updateUser' | 'deleteUser'> {
  const { store, audit, passwords, directory, sessions, now } = deps;
  return {
    async listUsers({ who }) {
      const rows = await store.read
        .selectFrom('users')
        .selectAll()
        .where('tenant_id', '=', who.tenantId)
        .orderBy('username_key')
        .execute();
      return { status: 200, body: rows.map(showUser) };
    },
    async getUser({ who, params }) {
      const row = await findUser(store.read, who.tenantId, params.id);
      return row === null ? { failure: failure('USER_NOT_FOUND') } : { status: 200, body: showUser(row) };
    },
    async createUser(call) {
      const { who, body } = call;
      if (!isAtLeast(who.role, body.role)) return fail(roleAbove(body.role, who));
      const passwordHash = await passwords.hash(body.password);
      const made = await store.write(async (trx): Promise<Result<UserRow>> => {
        const taken = await takenBy(trx, body);
        if (taken !== null) return fail(failure('ACCOUNT_TAKEN', { what: taken }));
        const { username, email, role, fullName = null } = body;
        const fields = { username, email, role, fullName, passwordHash, mustChangePassword: true };
        const row = await insertUser(trx, { tenantId: who.tenantId, ...fields }, now());
        await audit.record(trx, {
          tenantId: who.tenantId,
          type: 'user.created',
          target: { type: 'user', id: row.id },
          ...loggedBy(call),
          data: { username, role },
        });
        return ok(row);
      });
      return made.ok ? { status: 201, body: showUser(made.value) } : made;
    },
    updateUser: (call) => updateUser(deps, call),
    async deleteUser(call) {
      const { who, params } = call;
      const removed = await store.write(async (trx): Promise<Result<null>> => {
        const row = await findUser(trx, who.tenantId, params.id);
        if (row === null) return fail(failure('USER_NOT_FOUND'));
        const refused = await mayBecome(trx, { who, row, role: row.role, isActive: false });
        if (refused !== null) return fail(refused);
        await sessions.endAllOf(trx, row.id, null);
        await revokeKeysOf(trx, deps, row.id);
        await trx.deleteFrom('password_resets').where('user_id', '=', row.id).execute();
        await trx.deleteFrom('users').where('id', '=', row.id).execute();
        directory.forgetUser(row.id);
        await audit.record(trx, {
          tenantId: who.tenantId,
          type: 'user.deleted',
          target: { type: 'user', id: row.id },
          ...loggedBy(call),
          severity: 'warning',
          data: { username: row.username, role: row.role },
        });
        return ok(null);
      });
      return removed.ok ? { status: 204, body: '' } : removed;
    },
  };
}

async function updateUser(
  { store, audit, directory, sessions }: AuthDeps,
  call: FleetCall<typeof usersApi.updateUser>,
): Promise<FleetReply<typeof usersApi.updateUser>> {
  const { who, params, body } = call;
  const changed = await store.write(async (trx): Promise<Result<UserRow>> => {
    const row = await findUser(trx, who.tenantId, params.id);
    if (row === null) return fail(failure('USER_NOT_FOUND'));
    const role = body.role ?? row.role;
    const isActive = body.isActive ?? row.is_active === 1;
    const refused = await mayBecome(trx, { who, row, role, isActive });
    if (refused !== null) return fail(refused);
    const email = body.email ?? row.email;
    const taken = await takenBy(trx, { email }, row.id);
    if (taken !== null) return fail(failure('ACCOUNT_TAKEN', { what: taken }));
    const next = {
      email,
      email_key: keyOf(email),
      full_name: body.fullName === undefined ? row.full_name : body.fullName,
      role,
      is_active: isActive ? 1 : 0,
    };
    await trx.updateTable('users').set(next).where('id', '=', row.id).execute();
    if (!isActive) await sessions.endAllOf(trx, row.id, null);
    directory.forgetUser(row.id);
    await audit.record(trx, {
      tenantId: who.tenantId,
      type: 'user.updated',
      target: { type: 'user', id: row.id },
      ...loggedBy(call),
      severity: role === row.role ? 'info' : 'warning',
      data: { username: row.username, ...body },
    });
    return ok({ ...row, ...next });
  });
  return changed.ok ? { status: 200, body: showUser(changed.value) } : changed;
}

const roleAbove = (role: UserRow['role'], { role: held }: UserPrincipal) =>
  failure('ROLE_ABOVE_OWN', { role, held });

/** Why this account must not get this role or state; null: it may. */
async function mayBecome(
  trx: FleetTransaction,
  next: { who: UserPrincipal; row: UserRow; role: UserRow['role']; isActive: boolean },
) {
  const { who, row, role, isActive } = next;
  for (const each of [row.role, role]) if (!isAtLeast(who.role, each)) return roleAbove(each, who);
  const loses = !isActive || !isAtLeast(role, row.role);
  if (!loses) return null;
  if (row.id === who.userId) return failure('OWN_ACCOUNT');
  const isLastOwner =
    row.role === 'owner' && row.is_active === 1 && (await countOwners(trx, row.tenant_id)) === 1;
  return isLastOwner ? failure('LAST_OWNER') : null;
}

/** A key acts for whoever made it: without the account it ends, too. */
async function revokeKeysOf(trx: FleetTransaction, deps: AuthDeps, userId: string): Promise<void> {
  const keys = await trx
    .updateTable('api_keys')
    .set({ revoked_at: deps.now() })
    .where('created_by', '=', userId)
    .where('revoked_at', 'is', null)
    .returning('key_hash')
    .execute();
  for (const { key_hash } of keys) deps.directory.forgetApiKey(key_hash);
}
