import type { ApiKeyRow, SessionRow, UserRow } from '../database/tables/accounts.ts';
import type { FleetStore } from '../database/tables.ts';

/**
 * Accounts, sessions and API keys as requests need them: from memory, since each request asks. This process is the only writer;
 * whoever changes a row says so with `forget…` in the transaction, and after {@link trustedMs} it is read again all the same.
 */
export interface Directory {
  user(id: string): Promise<UserRow | null>;
  session(id: string): Promise<SessionRow | null>;
  apiKey(hash: string): Promise<ApiKeyRow | null>;
  forgetUser(id: string): void;
  forgetSession(id: string): void;
  forgetApiKey(hash: string): void;
}

const trustedMs = 60_000;
const maxEntries = 20_000;

export function createDirectory(store: FleetStore, now: () => number = Date.now): Directory {
  const users = createCache(now, (id) =>
    store.read.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst(),
  );
  const sessions = createCache(now, (id) =>
    store.read.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst(),
  );
  const apiKeys = createCache(now, (hash) =>
    store.read.selectFrom('api_keys').selectAll().where('key_hash', '=', hash).executeTakeFirst(),
  );
  return {
    user: users.get,
    session: sessions.get,
    apiKey: apiKeys.get,
    forgetUser: (key) => store.afterCommit(() => users.forget(key)),
    forgetSession: (key) => store.afterCommit(() => sessions.forget(key)),
    forgetApiKey: (key) => store.afterCommit(() => apiKeys.forget(key)),
  };
}

/** What is not there is not remembered: guesses would fill the memory. */
function createCache<T>(now: () => number, load: (key: string) => Promise<T | undefined>) {
  const entries = new Map<string, { value: T; until: number }>();
  let changes = 0;
  return {
    async get(key: string): Promise<T | null> {
      const known = entries.get(key);
      if (known !== undefined && known.until > now()) return known.value;
      const before = changes;
      const value = await load(key);
      if (value === undefined) return null;
      // A row that changed while it was read must not stay as it was.
      if (before === changes) {
        const oldest = entries.keys().next();
        if (entries.size >= maxEntries && !oldest.done) entries.delete(oldest.value);
        entries.set(key, { value, until: now() + trustedMs });
      }
      return value;
    },
    forget(key: string): void {
      changes += 1;
      entries.delete(key);
    },
  };
}
