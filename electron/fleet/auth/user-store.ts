import type { Kysely } from 'kysely';
import { uuidV7 } from '#platform/ids/uuid-v7.ts';
import type { Role } from '#shared/fleet-api/roles.ts';
import type { UserRow } from '../database/tables/accounts.ts';
import type { FleetTables, FleetTransaction } from '../database/tables.ts';

export interface NewUser {
  tenantId: string;
  username: string;
  email: string;
  fullName: string | null;
  role: Role;
  passwordHash: string;
  mustChangePassword: boolean;
}

/** Names and addresses that differ in case alone are the same. */
export const keyOf = (text: string): string => text.trim().normalize('NFKC').toLowerCase();

export async function insertUser(trx: FleetTransaction, user: NewUser, now: number): Promise<UserRow> {
  const row: UserRow = {
    id: uuidV7(now),
    tenant_id: user.tenantId,
    username: user.username,
    username_key: keyOf(user.username),
    email: user.email,
    email_key: keyOf(user.email),
    full_name: user.fullName,
    role: user.role,
    password_hash: user.passwordHash,
    is_active: 1,
    must_change_password: user.mustChangePassword ? 1 : 0,
    created_at: now,
    last_login_at: null,
  };
  await trx.insertInto('users').values(row).execute();
  return row;
}

type Reader = Kysely<FleetTables>;

/** By name or e-mail address. */
export async function findByLogin(read: Reader, login: string): Promise<UserRow | null> {
  const key = keyOf(login);
  const row = await read
    .selectFrom('users')
    .selectAll()
    .where((is) => is.or([is('username_key', '=', key), is('email_key', '=', key)]))
    // A name that is somebody else's address: the name counts.
    .orderBy((is) => is.case().when('username_key', '=', key).then(0).else(1).end())
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** What of a new account is taken already: `name`, `e-mail address`, or null. `exceptId`: the account itself. */
export async function takenBy(
  read: Reader,
  { username, email }: { username?: string | undefined; email?: string | undefined },
  exceptId: string | null = null,
): Promise<'name' | 'e-mail address' | null> {
  const others = read
    .selectFrom('users')
    .select('id')
    .where('id', '!=', exceptId ?? '');
  const isTaken = async (column: 'username_key' | 'email_key', value: string) =>
    (await others.where(column, '=', keyOf(value)).executeTakeFirst()) !== undefined;
  if (username !== undefined && (await isTaken('username_key', username))) return 'name';
  if (email !== undefined && (await isTaken('email_key', email))) return 'e-mail address';
  return null;
}

export async function findUser(read: Reader, tenantId: string, id: string): Promise<UserRow | null> {
  const row = await read
    .selectFrom('users')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** Owners that may sign in. */
export async function countOwners(read: Reader, tenantId: string): Promise<number> {
  const { count } = await read
    .selectFrom('users')
    .select((is) => is.fn.countAll<number>().as('count'))
    .where('tenant_id', '=', tenantId)
    .where('role', '=', 'owner')
    .where('is_active', '=', 1)
    .executeTakeFirstOrThrow();
  return Number(count);
}
