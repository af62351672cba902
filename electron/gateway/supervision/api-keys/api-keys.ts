import { hash, randomBytes, randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Database } from '#platform/database/database.ts';
import type { ApiKey } from '#shared/gateway-api/management-api.ts';

/** What a valid key stands for. */
export interface KeyHolder {
  id: string;
  name: string;
  permission: ApiKey['permissions']['system'];
  /** UTC epoch milliseconds; null: never. */
  expiresAt: number | null;
}

export interface ApiKeys {
  /** Oldest first, expired ones too. */
  list(): ApiKey[];
  /** The key itself is told here and never again. Throws when the disk is full; there is no key then. */
  create(wanted: Pick<KeyHolder, 'name' | 'permission' | 'expiresAt'>): { id: string; apiKey: string };
  /**
   * From this moment on nobody is let in with it; null when there is no such key. Throws when the disk is full: until it is
   * revoked again, the next start of the gateway would let it in.
   */
  revoke(id: string): KeyHolder | null;
  /** Who holds this key; null when it is unknown, revoked or expired. */
  find(apiKey: string): KeyHolder | null;
}

interface ApiKeysOptions {
  database: Database;
  now: () => number;
  log: Logger;
}

interface Entry extends KeyHolder {
  hash: string;
  prefix: string;
  createdAt: number;
  usedAt: number | null;
  /** `usedAt` as the database has it. */
  storedUsedAt: number | null;
  /** Stays in the list only while the database could not forget it. */
  revoked: boolean;
}

/** Tells a key of ours from other secrets, for people and for secret scanners. */
const mark = 'gwk_';
const prefixCharacters = mark.length + 6;
/** Use is written down this often at most. */
const touchEveryMs = 60_000;

/**
 * Keys lie in the database as SHA-256 (they are 256 random bits, so that a slow hash adds nothing) and in memory, where
 * each request looks its key up.
 */
export function createApiKeys({ database, now, log }: ApiKeysOptions): ApiKeys {
  const insert = database.sql.prepare(
    'INSERT INTO api_keys (id, name, prefix, key_hash, permission, created_at, expires_at, used_at) VALUES (?, ?, ?, ?, ?, ?, ?, NULL)',
  );
  const remove = database.sql.prepare('DELETE FROM api_keys WHERE id = ?');
  const touch = database.sql.prepare('UPDATE api_keys SET used_at = ? WHERE id = ?');
  const byHash = loadKeys(database);

  const used = (entry: Entry): void => {
    entry.usedAt = now();
    if (entry.storedUsedAt !== null && Math.abs(entry.usedAt - entry.storedUsedAt) < touchEveryMs) return;
    entry.storedUsedAt = entry.usedAt;
    try {
      touch.run(entry.usedAt, entry.id);
    } catch (error) {
      log.warn({ error }, 'the last use of an API key could not be written down');
    }
  };
  return {
    list: () => [...byHash.values()].map(shown),
    create({ name, permission, expiresAt }) {
      const apiKey = mark + randomBytes(32).toString('base64url');
      const entry: Entry = {
        id: randomUUID(),
        name,
        prefix: apiKey.slice(0, prefixCharacters),
        hash: hashOf(apiKey),
        permission,
        createdAt: now(),
        expiresAt,
        usedAt: null,
        storedUsedAt: null,
        revoked: false,
      };
      const { id, prefix, hash, createdAt } = entry;
      insert.run(id, name, prefix, Buffer.from(hash, 'hex'), permission, createdAt, expiresAt);
      byHash.set(hash, entry);
      return { id, apiKey };
    },
    revoke(id) {
      const entry = [...byHash.values()].find((each) => each.id === id);
      if (entry === undefined) return null;
      entry.revoked = true;
      remove.run(id);
      byHash.delete(entry.hash);
      return entry;
    },
    find(apiKey) {
      const entry = byHash.get(hashOf(apiKey));
      if (entry === undefined || entry.revoked) return null;
      if (entry.expiresAt !== null && entry.expiresAt <= now()) return null;
      used(entry);
      return entry;
    },
  };
}

const hashOf = (apiKey: string): string => hash('sha256', apiKey);

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

const shown = (entry: Entry): ApiKey => ({
  id: entry.id,
  name: entry.name,
  prefix: entry.prefix,
  permissions: { system: entry.permission },
  createdAt: new Date(entry.createdAt).toISOString(),
  expiresAt: iso(entry.expiresAt),
  lastUsedAt: iso(entry.usedAt),
});

function loadKeys({ sql }: Database): Map<string, Entry> {
  const byHash = new Map<string, Entry>();
  for (const row of sql.prepare('SELECT * FROM api_keys ORDER BY created_at, id').iterate()) {
    const hash = Buffer.from(row.key_hash as Uint8Array).toString('hex');
    const usedAt = row.used_at === null ? null : Number(row.used_at);
    byHash.set(hash, {
      id: String(row.id),
      name: String(row.name),
      prefix: String(row.prefix),
      hash,
      permission: row.permission as KeyHolder['permission'],
      createdAt: Number(row.created_at),
      expiresAt: row.expires_at === null ? null : Number(row.expires_at),
      usedAt,
      storedUsedAt: usedAt,
      revoked: false,
    });
  }
  return byHash;
}
