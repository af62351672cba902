import type { Database } from '#platform/database/database.ts';
import { type AccountRoles, createAccountRoles } from './account-roles.ts';

export interface Account {
  id: string;
  username: string;
  /** Argon2id of the MD5 hex that a login sends (contract §1). */
  passwordHash: string;
  administrator: boolean;
  createdAt: string;
}

export interface Accounts extends AccountRoles {
  byName(username: string): Account | null;
  byId(id: string): Account | null;
  /** By name. */
  list(): Account[];
  administrators(): number;
  count(): number;
  /** UTC epoch milliseconds at which the oldest account was made; now when there is none yet. */
  firstMs(): number;
  add(account: Account): void;
  /** Replaces name, password and role of the account with this id. */
  update(account: Account): void;
  remove(id: string): void;
}

export function createAccounts(database: Database): Accounts {
  const byName = database.sql.prepare('SELECT * FROM accounts WHERE username = ?');
  const count = database.sql.prepare('SELECT count(*) AS n FROM accounts');
  const first = database.sql.prepare('SELECT min(created_at) AS at FROM accounts');
  const insert = database.sql.prepare(
    'INSERT INTO accounts (id, username, password_hash, administrator, created_at) VALUES (?, ?, ?, ?, ?)',
  );
  const byId = database.sql.prepare('SELECT * FROM accounts WHERE id = ?');
  const list = database.sql.prepare('SELECT * FROM accounts ORDER BY username');
  const administrators = database.sql.prepare('SELECT count(*) AS n FROM accounts WHERE administrator = 1');
  const update = database.sql.prepare(
    'UPDATE accounts SET username = ?, password_hash = ?, administrator = ? WHERE id = ?',
  );
  const remove = database.sql.prepare('DELETE FROM accounts WHERE id = ?');
  const found = (row: Record<string, unknown> | undefined) => (row === undefined ? null : accountOf(row));
  return {
    ...createAccountRoles(database),
    byName: (username) => found(byName.get(username)),
    byId: (id) => found(byId.get(id)),
    list: () => list.all().map(accountOf),
    administrators: () => Number(administrators.get()?.n),
    count: () => Number(count.get()?.n),
    firstMs() {
      const at = first.get()?.at;
      return typeof at === 'string' ? Date.parse(at) : Date.now();
    },
    add: (account) => void insert.run(...accountValues(account)),
    update: ({ id, username, passwordHash, administrator }) =>
      void update.run(username, passwordHash, administrator ? 1 : 0, id),
    remove: (id) => void remove.run(id),
  };
}

export const accountOf = (row: Record<string, unknown>): Account => ({
  id: String(row.id),
  username: String(row.username),
  passwordHash: String(row.password_hash),
  administrator: row.administrator === 1,
  createdAt: String(row.created_at),
});

/** In the order of the table's columns. */
export const accountValues = (account: Account) =>
  [
    account.id,
    account.username,
    account.passwordHash,
    account.administrator ? 1 : 0,
    account.createdAt,
  ] as const;
