import type { Duplex } from 'node:stream';
import type { Client } from 'aedes';
import { maySubscribe, type Principal } from '../access-rules.ts';

/** A connection whose login was accepted. */
export interface LiveClient {
  client: Client;
  connection: Duplex;
  address: string;
  principal: Principal;
  /** Granted subscriptions. */
  filters: Set<string>;
  /** Cut off: it has no rights any more and gets no new ones. */
  ended: boolean;
}

/** A login that is being looked at; `stale`: the user was changed meanwhile. */
export interface Attempt {
  username: string;
  stale: boolean;
}

/** Who is connected, by connection, client id and user. */
export interface LiveClients {
  attempt(username: string): Attempt & { end(): void };
  /** Also after it has gone: its will is still to be judged. */
  of(client: Client | null): LiveClient | null;
  accepted(live: LiveClient): void;
  /** Whoever had this client id is gone by now. */
  arrived(client: Client): LiveClient | null;
  /** Null: was not there, or another connection took over its id. */
  left(client: Client): LiveClient | null;
  holder(clientId: string): LiveClient | null;
  countOf(username: string): number;
  all(): Iterable<LiveClient>;
  /** New rights for whoever is there; connections that hold a subscription beyond them end. Null: all end. */
  change(username: string, principal: Principal | null): void;
}

export function createLiveClients(): LiveClients {
  const known = new WeakMap<Client, LiveClient>();
  const present = new Map<string, LiveClient>();
  const byUser = new Map<string, Set<LiveClient>>();
  const attempts = new Set<Attempt>();

  function end(live: LiveClient): void {
    live.ended = true;
    // Nothing of it counts any more, not even its will.
    live.principal = { ...live.principal, superuser: false, rules: [] };
    live.connection.destroy();
  }
  function drop(live: LiveClient): void {
    present.delete(live.client.id);
    const others = byUser.get(live.principal.username);
    others?.delete(live);
    if (others?.size === 0) byUser.delete(live.principal.username);
  }
  return {
    attempt(username) {
      const attempt = { username, stale: false, end: () => void attempts.delete(attempt) };
      attempts.add(attempt);
      return attempt;
    },
    of: (client) => (client === null ? null : (known.get(client) ?? null)),
    accepted: (live) => void known.set(live.client, live),
    arrived(client) {
      const live = known.get(client);
      if (live === undefined) return null;
      present.set(client.id, live);
      const { username } = live.principal;
      byUser.set(username, (byUser.get(username) ?? new Set()).add(live));
      return live;
    },
    left(client) {
      const live = known.get(client);
      if (live === undefined || present.get(client.id) !== live) return null;
      drop(live);
      return live;
    },
    holder: (clientId) => present.get(clientId) ?? null,
    countOf: (username) => byUser.get(username)?.size ?? 0,
    all: () => present.values(),
    change(username, principal) {
      for (const attempt of attempts) if (attempt.username === username) attempt.stale = true;
      for (const live of byUser.get(username) ?? []) {
        if (live.ended) continue;
        if (principal === null || ![...live.filters].every((filter) => maySubscribe(principal, filter)))
          end(live);
        else live.principal = principal;
      }
    },
  };
}
