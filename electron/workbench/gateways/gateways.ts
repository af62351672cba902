import { randomUUID } from 'node:crypto';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { BridgeHandlers } from '../bridge/host.ts';
import type { GatewaySession } from '../sessions/gateway-session.ts';
import { type AddressBook, type GatewayEntry, gatewayName } from './address-book.ts';
import type { GatewaySessions, GatewaysDeps } from './gateway-sessions.ts';
import { resolveAddress } from './resolve-address.ts';

type GatewayHandlers = {
  [N in Extract<keyof BridgeHandlers, `gateways.${string}`>]: BridgeHandlers[N];
};

/** What the screens can do with the address book (`shared/bridge/gateways.ts`). */
export function createGatewayHandlers(deps: GatewaysDeps & { sessions: GatewaySessions }): GatewayHandlers {
  const { book, credentials, sessions } = deps;
  const unknown = () => fail(failure('GATEWAY_UNKNOWN'));

  function find(id: string): { entry: GatewayEntry; session: GatewaySession } | null {
    const entry = book.find(id);
    const session = sessions.find(id);
    return entry === undefined || session === undefined ? null : { entry, session };
  }

  function answer(id: string): Result<Gateway> {
    const entry = book.find(id);
    return entry === undefined ? unknown() : ok(sessions.view(entry));
  }

  /** Connects, and keeps the password when it was right and the user wants that. */
  async function connect(id: string, session: GatewaySession, remember: boolean | undefined): Promise<void> {
    await session.connect();
    if (remember === true && session.connection().state === 'connected') await credentials.remember(id);
    if (remember === false) await credentials.forgetRemembered(id);
    sessions.changed(id);
  }

  return {
    'gateways.list': async () => ok(book.list().map(sessions.view)),

    async 'gateways.add'({ label, address, username, password, rememberPassword }) {
      const free = await freeAddress(book, address, null);
      if (!free.ok) return free;
      const id = randomUUID();
      const entry = { id, label, address: free.value, username, origin: 'manual' as const };
      await book.add({ ...entry, pinnedFingerprint: null, identity: null });
      credentials.enter(id, password);
      await connect(id, sessions.open(id), rememberPassword);
      return answer(id);
    },

    async 'gateways.update'({ id, label, address, username }) {
      const found = find(id);
      if (found === null) return unknown();
      const { entry, session } = found;
      const moves = address !== undefined && address !== entry.address;
      const renames = username !== undefined && username !== entry.username;
      const busyNow = moves || renames ? busy(deps, entry) : null;
      if (busyNow !== null) return fail(busyNow);
      const free = moves ? await freeAddress(book, address, id) : ok(entry.address);
      if (!free.ok) return free;
      if (moves || renames) await session.disconnect();
      // A password belongs to its user name, a pin to its address.
      if (renames) await credentials.forget(id);
      await book.change(id, {
        ...(label !== undefined && { label }),
        ...(username !== undefined && { username }),
        ...(moves && { address: free.value, pinnedFingerprint: null, identity: null }),
      });
      if (moves) sessions.close(id);
      if (moves || renames) await (moves ? sessions.open(id) : session).connect();
      sessions.changed(id);
      return answer(id);
    },

    async 'gateways.remove'({ id }) {
      const found = find(id);
      if (found === null) return unknown();
      const busyNow = busy(deps, found.entry);
      if (busyNow !== null) return fail(busyNow);
      await found.session.disconnect();
      await book.remove(id);
      await credentials.forget(id);
      sessions.close(id);
      deps.bus.emit('gateways.removed', { id });
      return ok(null);
    },

    async 'gateways.connect'({ id, password, rememberPassword }) {
      const found = find(id);
      if (found === null) return unknown();
      if (password !== undefined) credentials.enter(id, password);
      await connect(id, found.session, rememberPassword);
      return answer(id);
    },

    async 'gateways.disconnect'({ id }) {
      const found = find(id);
      if (found === null) return unknown();
      const busyNow = busy(deps, found.entry);
      if (busyNow !== null) return fail(busyNow);
      await found.session.disconnect();
      return answer(id);
    },

    async 'gateways.trustCertificate'({ id, fingerprint }) {
      const found = find(id);
      if (found === null) return unknown();
      const gateway = gatewayName(found.entry);
      const shown = found.session.connection().certificate?.presented;
      // Only what the user was shown and compared, never what happens to be there by now.
      if (shown !== fingerprint) return fail(failure('CERTIFICATE_CHANGED', { gateway }));
      await book.change(id, { pinnedFingerprint: fingerprint });
      await found.session.connect();
      return answer(id);
    },
  };
}

/** The address that `typed` means for the gateway `id`, or for a new one; GATEWAY_DUPLICATE when another one has it. */
async function freeAddress(book: AddressBook, typed: string, id: string | null): Promise<Result<string>> {
  const address = await resolveAddress(typed);
  if (!address.ok) return address;
  const taken = book.findByAddress(address.value);
  if (taken === undefined || taken.id === id) return address;
  return fail(failure('GATEWAY_DUPLICATE', { address: address.value, label: gatewayName(taken) }));
}

/** A gateway is not taken away under a job. */
function busy({ busyWith }: Pick<GatewaysDeps, 'busyWith'>, entry: GatewayEntry): Failure | null {
  const kind = busyWith(entry.id);
  return kind === null ? null : failure('JOB_RUNNING', { gateway: gatewayName(entry), kind });
}
