import { pino } from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createApiKeys } from '../../../../../electron/gateway/supervision/api-keys/api-keys.ts';
import { migrations } from '../../../../../electron/gateway/supervision/database/migrations.ts';
import { type Database, openDatabase } from '../../../../../electron/platform/database/database.ts';

const log = pino({ level: 'silent' });
const wanted = { name: 'monitor', permission: 'read', expiresAt: null } as const;

function keys(given: { database?: Database } = {}) {
  const clock = { ms: 1_700_000_000_000 };
  const database = given.database ?? openDatabase(':memory:', migrations);
  if (given.database === undefined) onTestFinished(() => database.close());
  return { clock, database, apiKeys: createApiKeys({ database, now: () => clock.ms, log }) };
}

const stored = ({ sql }: Database) => sql.prepare('SELECT * FROM api_keys').all();

describe('API keys', () => {
  test('a key is 256 random bits behind a mark, and lets in whoever holds it', () => {
    const { apiKeys } = keys();
    const { id, apiKey } = apiKeys.create(wanted);
    expect(apiKey).toMatch(/^gwk_[\w-]{43}$/);
    expect(apiKeys.find(apiKey)).toMatchObject({ id, ...wanted });
    expect(apiKeys.create(wanted).apiKey).not.toBe(apiKey);
  });

  test.each(['', 'gwk_', 'gwk_aaaa', 'undefined', ' '])('%j is nobody’s', (text) => {
    const { apiKeys } = keys();
    apiKeys.create(wanted);
    expect(apiKeys.find(text)).toBeNull();
  });

  test('the database holds neither the key nor what could be turned into it', () => {
    const { apiKeys, database } = keys();
    const { apiKey } = apiKeys.create(wanted);
    const text = JSON.stringify(stored(database), (_key, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    );
    expect(text).not.toContain(apiKey.slice(10));
    expect(stored(database)[0]?.key_hash).toHaveLength(32);
  });

  test('the list shows the first characters and no secret', () => {
    const { apiKeys, clock } = keys();
    const { id, apiKey } = apiKeys.create({ ...wanted, expiresAt: clock.ms + 1_000 });
    expect(apiKeys.list()).toEqual([
      {
        id,
        name: 'monitor',
        prefix: apiKey.slice(0, 10),
        permissions: { system: 'read' },
        createdAt: new Date(clock.ms).toISOString(),
        expiresAt: new Date(clock.ms + 1_000).toISOString(),
        lastUsedAt: null,
      },
    ]);
  });

  test('an expired key lets nobody in from that millisecond on, and stays in the list', () => {
    const { apiKeys, clock } = keys();
    const { apiKey } = apiKeys.create({ ...wanted, expiresAt: clock.ms + 1_000 });
    clock.ms += 999;
    expect(apiKeys.find(apiKey)).not.toBeNull();
    clock.ms += 1;
    expect(apiKeys.find(apiKey)).toBeNull();
    expect(apiKeys.list()).toHaveLength(1);
  });

  test('a revoked key lets nobody in any more, also after a restart', () => {
    const { apiKeys, database } = keys();
    const { id, apiKey } = apiKeys.create(wanted);
    const other = apiKeys.create(wanted);
    expect(apiKeys.revoke(id)).toMatchObject({ id });
    expect(apiKeys.revoke(id)).toBeNull();
    expect(apiKeys.find(apiKey)).toBeNull();
    const { apiKeys: restarted } = keys({ database });
    expect(restarted.find(apiKey)).toBeNull();
    expect(restarted.find(other.apiKey)).not.toBeNull();
  });

  test('keys and their last use survive a restart', () => {
    const { apiKeys, database, clock } = keys();
    const { apiKey } = apiKeys.create(wanted);
    clock.ms += 5_000;
    apiKeys.find(apiKey);
    const { apiKeys: restarted } = keys({ database });
    expect(restarted.list()).toEqual(apiKeys.list());
    expect(restarted.list()[0]?.lastUsedAt).toBe(new Date(clock.ms).toISOString());
  });

  test('the last use is written once a minute, however often a key is used', () => {
    const { apiKeys, database, clock } = keys();
    const { apiKey } = apiKeys.create(wanted);
    const writtenAt = () => stored(database)[0]?.used_at;
    apiKeys.find(apiKey);
    const first = writtenAt();
    clock.ms += 59_999;
    apiKeys.find(apiKey);
    expect(writtenAt()).toBe(first);
    clock.ms += 1;
    apiKeys.find(apiKey);
    expect(writtenAt()).toBe(clock.ms);
  });

  test('a full disk keeps no revoked key alive, and the list shows it until it is truly gone', () => {
    const { apiKeys, database } = keys();
    const { id, apiKey } = apiKeys.create(wanted);
    database.sql.exec('PRAGMA query_only = ON');
    expect(() => apiKeys.revoke(id)).toThrow();
    expect(apiKeys.find(apiKey)).toBeNull();
    expect(apiKeys.list()).toHaveLength(1);
    database.sql.exec('PRAGMA query_only = OFF');
    expect(apiKeys.revoke(id)).toMatchObject({ id });
    expect(keys({ database }).apiKeys.list()).toEqual([]);
  });

  test('a full disk keeps nobody out who has a key', () => {
    const { apiKeys, database } = keys();
    const { apiKey } = apiKeys.create(wanted);
    database.sql.exec('PRAGMA query_only = ON');
    expect(apiKeys.find(apiKey)).not.toBeNull();
    expect(() => apiKeys.create(wanted)).toThrow();
    expect(apiKeys.list()).toHaveLength(1);
  });
});
