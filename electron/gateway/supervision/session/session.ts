import { hash, randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import type { Database } from '#platform/database/database.ts';
import type { AccountRoles } from '../accounts/account-roles.ts';

export interface Session {
  /** The bearer of the session; only its SHA-256 is stored. */
  sessionId: string;
  username: string;
  administrator: boolean;
  /** UTC epoch milliseconds. */
  createdAt: number;
  expiresAt: number;
}

export interface Sessions {
  create(username: string): Session;
  /** The live session of a token; using it puts its end off. */
  find(sessionId: string): Session | null;
  end(sessionId: string): void;
  /** Ends those of one account, but not the session `exceptId`. */
  endOf(username: string, exceptId?: string): void;
  /** The account has another name from now on; its sessions go on. */
  rename(from: string, to: string): void;
  /** Forgets all of them; their rows went with a restore. */
  endAll(): void;
  /** How many are live. */
  count(): number;
}

interface SessionsOptions {
  database: Database;
  accounts: AccountRoles;
  idleMs: () => number;
  now: () => number;
  log: Logger;
}

interface Entry {
  username: string;
  createdAt: number;
  usedAt: number;
  /** `usedAt` as the database has it. */
  storedAt: number;
}

/** Use is written down this often at most; after a restart a session may end so much earlier. */
const touchEveryMs = 60_000;

/**
 * Sessions live in memory and in the database, so that they survive a restart. A full disk must not keep an administrator
 * from logging in to free it: then a session lives in memory only.
 */
export function createSessions({ database, accounts, idleMs, now, log }: SessionsOptions): Sessions {
  const insert = database.sql.prepare(
    'INSERT INTO sessions (token_hash, username, created_at, used_at) VALUES (?, ?, ?, ?)',
  );
  const touch = database.sql.prepare('UPDATE sessions SET used_at = ? WHERE token_hash = ?');
  const renameAll = database.sql.prepare('UPDATE sessions SET username = ? WHERE username = ?');
  const remove = database.sql.prepare('DELETE FROM sessions WHERE token_hash = ?');
  const bestEffort = (write: () => unknown) => {
    try {
      write();
    } catch (error) {
      log.warn({ error }, 'a session could not be written down; it will not survive a restart');
    }
  };
  const live = loadSessions(database);
  const isOver = (entry: Entry) => entry.usedAt + idleMs() <= now();
  const forget = (key: string) => {
    live.delete(key);
    bestEffort(() => remove.run(Buffer.from(key, 'hex')));
  };
  for (const [key, entry] of live) if (isOver(entry)) forget(key);

  const sessionOf = (sessionId: string, entry: Entry): Session | null => {
    const administrator = accounts.isAdministrator(entry.username);
    if (administrator === null) return null;
    const { username, createdAt, usedAt } = entry;
    return {
      sessionId,
      username,
      administrator,
      createdAt,
      expiresAt: usedAt + idleMs(),
    };
  };
  return {
    create(username) {
      const sessionId = randomBytes(32).toString('hex');
      const key = keyOf(sessionId);
      const at = now();
      const entry: Entry = { username, createdAt: at, usedAt: at, storedAt: at };
      live.set(key, entry);
      bestEffort(() => insert.run(Buffer.from(key, 'hex'), username, at, at));
      const session = sessionOf(sessionId, entry);
      if (session === null) throw new Error(`a session for the unknown account ${username}`);
      return session;
    },
    find(sessionId) {
      const key = keyOf(sessionId);
      const entry = live.get(key);
      if (entry === undefined) return null;
      if (isOver(entry)) {
        forget(key);
        return null;
      }
      entry.usedAt = now();
      if (entry.usedAt - entry.storedAt >= touchEveryMs) {
        entry.storedAt = entry.usedAt;
        bestEffort(() => touch.run(entry.usedAt, Buffer.from(key, 'hex')));
      }
      return sessionOf(sessionId, entry);
    },
    end: (sessionId) => forget(keyOf(sessionId)),
    endOf(username, exceptId) {
      const kept = exceptId === undefined ? null : keyOf(exceptId);
      for (const [key, entry] of live) if (entry.username === username && key !== kept) forget(key);
    },
    rename(from, to) {
      for (const entry of live.values()) if (entry.username === from) entry.username = to;
      bestEffort(() => renameAll.run(to, from));
    },
    endAll: () => live.clear(),
    count: () => [...live.values()].filter((entry) => !isOver(entry)).length,
  };
}

const keyOf = (sessionId: string): string => hash('sha256', sessionId);

function loadSessions(database: Database): Map<string, Entry> {
  const live = new Map<string, Entry>();
  for (const row of database.sql.prepare('SELECT * FROM sessions').iterate()) {
    const usedAt = Number(row.used_at);
    live.set(Buffer.from(row.token_hash as Uint8Array).toString('hex'), {
      username: String(row.username),
      createdAt: Number(row.created_at),
      usedAt,
      storedAt: usedAt,
    });
  }
  return live;
}
