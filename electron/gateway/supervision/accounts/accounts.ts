import type { Database } from '#platform/database/database.ts';

export interface Account {
  id: string;
  username: string;
  /** Argon2id of the MD5 hex that a login sends (contract §1). */
  passwordHash: string;
  administrator: boolean;
  createdAt: string;
}

export interface Accounts {
  byName(username: string): Account | null;
  count(): number;
  add(account: Account): void;
}

export function createAccounts(database: Database): Accounts {
  const byName = database.sql.prepare('SELECT * FROM accounts WHERE username = ?');
  const count = database.sql.prepare('SELECT count(*) AS n FROM accounts');
  const insert = database.sql.prepare(
    'INSERT INTO accounts (id, username, password_hash, administrator, created_at) VALUES (?, ?, ?, ?, ?)',
  );
  return {
    byName(username) {
      const row = byName.get(username);
      return row === undefined ? null : accountOf(row);
    },
    count: () => Number(count.get()?.n),
    add: (account) => void insert.run(...accountValues(account)),
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
