import type { Logger } from 'pino';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { JobKind } from '#shared/maintenance/phases.ts';
import type { EventBus } from '../bridge/event-bus.ts';
import { createGatewaySession, type GatewaySession, type SeenIdentity } from '../sessions/gateway-session.ts';
import type { AddressBook, GatewayEntry } from './address-book.ts';
import type { Credentials } from './credentials.ts';

/** The sessions of the gateways in the address book, and how both look to the screens. */
export interface GatewaySessions {
  /** Makes the session of an entry that is in the book. */
  open(id: string): GatewaySession;
  find(id: string): GatewaySession | undefined;
  /** Stops polling and forgets the session. */
  close(id: string): void;
  closeAll(): void;
  view(entry: GatewayEntry): Gateway;
  /** Tells the screens. */
  changed(id: string): void;
}

export interface GatewaysDeps {
  book: AddressBook;
  credentials: Credentials;
  bus: EventBus;
  log: Logger;
  now: () => number;
  /** What a gateway is busy with, so that it is not taken away under a job. */
  busyWith: (id: string) => JobKind | null;
}

export function createGatewaySessions(deps: GatewaysDeps): GatewaySessions {
  const { book, credentials, bus, now } = deps;
  const sessions = new Map<string, GatewaySession>();

  const view = (entry: GatewayEntry): Gateway => {
    const session = sessions.get(entry.id);
    if (session === undefined) throw new Error(`gateway ${entry.id} has no session`);
    const { pinnedFingerprint: _pin, ...shown } = entry;
    return {
      ...shown,
      remembersPassword: credentials.remembers(entry.id),
      connection: session.connection(),
    };
  };

  function changed(id: string): void {
    const entry = book.find(id);
    if (entry !== undefined && sessions.has(id)) bus.emit('gateways.changed', view(entry));
  }

  function onChange(id: string, session: GatewaySession): void {
    const { state, failure } = session.connection();
    deps.log.info({ gateway: id, state, code: failure?.code }, 'connection changed');
    // What was refused once is not sent again by itself: five of them lock the account.
    if (failure?.code === 'LOGIN_REFUSED') {
      keep(deps.log, credentials.forget(id));
    }
    changed(id);
  }

  function onIdentity(id: string, { capabilities, administrator }: SeenIdentity): void {
    const known = book.find(id)?.identity ?? null;
    if (capabilities === null && known === null) return;
    const identity = capabilities === null ? null : { ...capabilities, administrator, readAt: now() };
    keep(deps.log, book.change(id, { identity }));
    changed(id);
  }

  return {
    open(id) {
      const found = book.find(id);
      if (found === undefined) throw new Error(`gateway ${id} is not in the book`);
      // An entry may be removed while its session still closes.
      let last = found;
      const current = () => {
        last = book.find(id) ?? last;
        return last;
      };
      const session: GatewaySession = createGatewaySession({
        entry: current,
        credential: () => credentials.find(id, current().username),
        now,
        onChange: () => onChange(id, session),
        onIdentity: (seen) => onIdentity(id, seen),
        onPin: (pinnedFingerprint) => keep(deps.log, book.change(id, { pinnedFingerprint })),
      });
      sessions.set(id, session);
      return session;
    },
    find: (id) => sessions.get(id),
    close(id) {
      sessions.get(id)?.stop();
      sessions.delete(id);
    },
    closeAll() {
      for (const session of sessions.values()) session.stop();
      sessions.clear();
    },
    view,
    changed,
  };
}

/** Work that nobody waits for; a full disk is logged, the session goes on. */
function keep(log: Logger, work: Promise<void>): void {
  work.catch((error: unknown) => log.error({ error }, 'the address book could not be written'));
}
