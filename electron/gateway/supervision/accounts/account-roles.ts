import type { Database } from '#platform/database/database.ts';

export interface AccountRoles {
  /** Whether this account is an administrator, as the last commit has it; null when there is no such account. */
  isAdministrator(username: string): boolean | null;
}

/**
 * Roles in memory, as every request asks for one. The database itself says when they are to be read again: a trigger sees
 * each write of the account table on this connection, the only one that writes, whoever made it (a restore replaces the
 * table as a whole). Inside a transaction nothing is kept, since what was read there may be rolled back. Only roles are held:
 * password hashes stay on disk.
 */
export function createAccountRoles({ sql }: Database): AccountRoles {
  const roles = new Map<string, boolean>();
  sql.function('accounts_changed', () => {
    roles.clear();
    return null;
  });
  for (const event of ['INSERT', 'UPDATE', 'DELETE']) {
    sql.exec(`
      CREATE TEMP TRIGGER accounts_after_${event} AFTER ${event} ON main.accounts
      BEGIN SELECT accounts_changed(); END`);
  }
  const read = sql.prepare('SELECT administrator FROM accounts WHERE username = ?');
  return {
    isAdministrator(username) {
      const kept = sql.isTransaction ? undefined : roles.get(username);
      if (kept !== undefined) return kept;
      const row = read.get(username);
      if (row === undefined) return null;
      const administrator = row.administrator === 1;
      if (!sql.isTransaction) roles.set(username, administrator);
      return administrator;
    },
  };
}
