import type { Logger } from 'pino';
import type { Connection, Gateway, Management, SerialPlace } from '#shared/bridge/gateways.ts';
import type { JobKind } from '#shared/maintenance/phases.ts';
import type { EventBus } from '../bridge/event-bus.ts';
import { createGatewaySession, type GatewaySession, type SeenIdentity } from '../sessions/gateway-session.ts';
import { createKeySession } from '../sessions/key-session.ts';
import type { ManagementLink } from '../sessions/management-link.ts';
import type { OpenSerialWay } from '../sessions/serial/serial-way.ts';
import type { AddressBook, GatewayEntry } from './address-book.ts';
import type { Credentials } from './credentials.ts';
import type { KeptSecrets } from './kept-secrets.ts';
import { createManagementDoor, type ManagementDoor } from './management-door.ts';

/** The sessions of the gateways in the address book, and how both look to the screens. */
export interface GatewaySessions {
  /** Makes the session of an entry that is in the book. */
  open(id: string): GatewaySession;
  find(id: string): GatewaySession | undefined;
  /** The management API, where the entry offers it. */
  management(id: string): ManagementLink | undefined;
  /** A certificate that an address of its own for the management API showed and that was refused. */
  managementCertificate(id: string): Connection['certificate'];
  /** Resolves when the management API was looked for after the last connect. */
  looked(id: string): Promise<void>;
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
  apiKeys: KeptSecrets;
  bus: EventBus;
  log: Logger;
  now: () => number;
  /** The serial port behind a path, as it is found again. */
  describePort: (path: string) => Promise<SerialPlace['port']>;
  openSerialWay: OpenSerialWay;
  /** What a gateway is busy with, so that it is not taken away under a job. */
  busyWith: (id: string) => JobKind | null;
}

interface Opened {
  session: GatewaySession;
  door: ManagementDoor;
}

export function createGatewaySessions(deps: GatewaysDeps): GatewaySessions {
  const { book, credentials, apiKeys, bus, now } = deps;
  const sessions = new Map<string, Opened>();

  const view = (entry: GatewayEntry): Gateway => {
    const opened = sessions.get(entry.id);
    if (opened === undefined) throw new Error(`gateway ${entry.id} has no session`);
    const { pinnedFingerprint: _pin, ...shown } = entry;
    return {
      ...shown,
      remembersPassword: credentials.remembers(entry.id),
      management: managementView(entry, opened.door),
      connection: opened.session.connection(),
    };
  };

  function managementView(entry: GatewayEntry, door: ManagementDoor): Management {
    const { address, auth } = entry.management;
    const remembersKey = apiKeys.remembers(entry.id);
    if (!entry.offers.management) {
      return { address: null, auth: null, remembersKey: false, may: 'unknown', failure: null };
    }
    const { may, failure } = door.link.state();
    const administrator = auth === 'session' ? (entry.identity?.administrator ?? null) : null;
    const byAccount = administrator === null ? 'unknown' : administrator ? 'write' : 'read';
    const certificate = failure?.code.startsWith('CERTIFICATE_') ? door.refusedCertificate() : null;
    return { address, auth, remembersKey, may: may === 'unknown' ? byAccount : may, failure, certificate };
  }

  function changed(id: string): void {
    const entry = book.find(id);
    if (entry !== undefined && sessions.has(id)) bus.emit('gateways.changed', view(entry));
  }

  function onChange(id: string, { session, door }: Opened): void {
    const { state, failure } = session.connection();
    deps.log.info({ gateway: id, state, code: failure?.code }, 'connection changed');
    // What was refused once is not sent again by itself: five of them lock the account.
    if (failure?.code === 'LOGIN_REFUSED') {
      keep(deps.log, credentials.forget(id));
    }
    if (state === 'connected') door.look();
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
      const entry = () => {
        last = book.find(id) ?? last;
        return last;
      };
      const pin = (pinnedFingerprint: string) => keep(deps.log, book.change(id, { pinnedFingerprint }));
      const shared = {
        ...{ entry, now, onPin: pin, key: () => apiKeys.find(id) },
        onChange: () => onChange(id, opened),
        onIdentity: (seen: SeenIdentity) => onIdentity(id, seen),
      };
      const opened: Opened = found.offers.system ? openBoth() : openByKey();

      function openByKey(): Opened {
        const { session, link } = createKeySession(shared);
        const look = async () => {};
        const door = { link, look, looked: look, refusedCertificate: () => null, close: () => {} };
        return { session, door };
      }
      function openBoth(): Opened {
        const credential = () => credentials.find(id, entry().username);
        const session = createGatewaySession({ ...shared, credential, openSerialWay: deps.openSerialWay });
        const door = createManagementDoor({
          ...{ entry, now, key: shared.key, session, onChange: () => changed(id) },
          write: (change) => keep(deps.log, book.change(id, change)),
        });
        return { session, door };
      }
      sessions.set(id, opened);
      return opened.session;
    },
    find: (id) => sessions.get(id)?.session,
    management: (id) => (book.find(id)?.offers.management === true ? sessions.get(id)?.door.link : undefined),
    managementCertificate: (id) => sessions.get(id)?.door.refusedCertificate() ?? null,
    looked: (id) => sessions.get(id)?.door.looked() ?? Promise.resolve(),
    close(id) {
      sessions.get(id)?.session.stop();
      sessions.get(id)?.door.close();
      sessions.delete(id);
    },
    closeAll() {
      for (const { session, door } of sessions.values()) {
        session.stop();
        door.close();
      }
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
