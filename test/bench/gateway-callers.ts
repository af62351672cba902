import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Sessions and keys that are good on a gateway: one alone may send 600 requests a minute only. */
export interface Callers {
  sessions: readonly string[];
  apiKeys: readonly string[];
}

/** Writes them into the state of a gateway that does not run. */
export function addCallers(dataFolder: string, count: number): Callers {
  const sql = new DatabaseSync(join(dataFolder, 'state/gateway.sqlite'));
  const now = Date.now();
  const hashOf = (secret: string) => createHash('sha256').update(secret).digest();
  const insertSession = sql.prepare('INSERT INTO sessions VALUES (?, ?, ?, ?)');
  const insertKey = sql.prepare(
    "INSERT INTO api_keys (id, name, prefix, key_hash, permission, created_at) VALUES (?, 'bench', 'bench', ?, 'read', ?)",
  );
  const made = { sessions: [] as string[], apiKeys: [] as string[] };
  sql.exec('BEGIN');
  for (let caller = 0; caller < count; caller++) {
    const session = randomBytes(32).toString('hex');
    const apiKey = `gwk_${randomBytes(32).toString('base64url')}`;
    insertSession.run(hashOf(session), 'admin', now, now);
    insertKey.run(randomUUID(), hashOf(apiKey), now);
    made.sessions.push(session);
    made.apiKeys.push(apiKey);
  }
  sql.exec('COMMIT');
  sql.close();
  return made;
}
