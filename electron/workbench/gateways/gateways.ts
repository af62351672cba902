import { randomUUID } from 'node:crypto';
import type { CallInput } from '#shared/bridge/contract.ts';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { BridgeHandlers } from '../bridge/host.ts';
import type { GatewaySession } from '../sessions/gateway-session.ts';
import { type AddressBook, type GatewayEntry, gatewayName, unknownManagement } from './address-book.ts';
import { changeEntry } from './entry-change.ts';
import type { GatewaySessions, GatewaysDeps } from './gateway-sessions.ts';
import { resolveAddress } from './resolve-address.ts';

type GatewayHandlers = {
  [N in Extract<keyof BridgeHandlers, `gateways.${string}`>]: BridgeHandlers[N];
};

/** What the screens can do with the address book (`shared/bridge/gateways.ts`). */
export function createGatewayHandlers(deps: GatewaysDeps & { sessions: GatewaySessions }): GatewayHandlers {
  const { book, credentials, apiKeys, sessions } = deps;
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

  /** Connects, and keeps password and key when they were right and the user wants that. */
  async function connect(
    id: string,
    session: GatewaySession,
    remember: { password?: boolean | undefined; key?: boolean | undefined } = {},
  ): Promise<void> {
    await session.connect();
    await sessions.looked(id);
    if (remember.password === true && session.connection().state === 'connected')
      await credentials.remember(id);
    if (remember.password === false) await credentials.forgetRemembered(id);
    const keyFits = sessions.management(id)?.state().failure === null;
    if (remember.key === true && keyFits) await apiKeys.remember(id);
    if (remember.key === false) await apiKeys.forgetRemembered(id);
    sessions.changed(id);
  }

  return {
    'gateways.list': async () => ok(book.list().map(sessions.view)),

    async 'gateways.add'({ address, password, rememberPassword, ...input }) {
      const addresses = await resolveBoth(book, { address, ...input }, null);
      if (!addresses.ok) return addresses;
      const id = randomUUID();
      const blank: GatewayEntry = {
        ...{ id, label: '', username: '', origin: 'manual', pinnedFingerprint: null, identity: null },
        address: addresses.value.own ?? '',
        offers: { system: input.system, management: false },
        management: unknownManagement,
      };
      const changed = changeEntry(blank, input, addresses.value, false);
      if (!changed.ok) return changed;
      await book.add(changed.value.entry);
      if (input.system) credentials.enter(id, password);
      if (input.management?.key != null) apiKeys.enter(id, input.management.key);
      const remember = { password: rememberPassword, key: input.management?.rememberKey };
      await connect(id, sessions.open(id), remember);
      return answer(id);
    },

    async 'gateways.update'({ id, ...input }) {
      const found = find(id);
      if (found === null) return unknown();
      const { entry, session } = found;
      // Before anything is asked of the network, and again below with what came out.
      const moves = input.address !== undefined && input.address !== entry.address;
      if (moves || input.username !== undefined) {
        const busyNow = busy(deps, entry);
        const renames = input.username !== undefined && input.username !== entry.username;
        if (busyNow !== null && (moves || renames)) return fail(busyNow);
      }
      const addresses = await resolveBoth(book, { ...input, ...(!moves && { address: undefined }) }, entry);
      if (!addresses.ok) return addresses;
      const changed = changeEntry(entry, input, addresses.value, apiKeys.find(id) !== null);
      if (!changed.ok) return changed;
      const { reopens, forgetsPassword, forgetsKey } = changed.value;
      const busyNow = reopens ? busy(deps, entry) : null;
      if (busyNow !== null) return fail(busyNow);
      if (reopens) await session.disconnect();
      if (forgetsPassword) await credentials.forget(id);
      if (forgetsKey) await apiKeys.forget(id);
      if (input.management?.key != null) apiKeys.enter(id, input.management.key);
      const { id: _id, ...next } = changed.value.entry;
      await book.change(id, next);
      if (reopens) {
        sessions.close(id);
        await connect(id, sessions.open(id), { key: input.management?.rememberKey });
      }
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
      await apiKeys.forget(id);
      sessions.close(id);
      deps.bus.emit('gateways.removed', { id });
      return ok(null);
    },

    async 'gateways.connect'({ id, password, rememberPassword }) {
      const found = find(id);
      if (found === null) return unknown();
      if (password !== undefined) credentials.enter(id, password);
      await connect(id, found.session, { password: rememberPassword });
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
      const { entry, session } = found;
      const own = session.connection().certificate?.presented;
      const management = sessions.managementCertificate(id)?.presented;
      // Only what the user was shown and compared, never what happens to be there by now.
      if (own === fingerprint) {
        await book.change(id, { pinnedFingerprint: fingerprint });
      } else if (management === fingerprint) {
        await book.change(id, pinOfManagement(entry, fingerprint));
      } else {
        return fail(failure('CERTIFICATE_CHANGED', { gateway: gatewayName(entry) }));
      }
      await connect(id, session);
      return answer(id);
    },
  };
}

const pinOfManagement = ({ management }: GatewayEntry, pinnedFingerprint: string) =>
  management.address === null ? { pinnedFingerprint } : { management: { ...management, pinnedFingerprint } };

type AddressInput = Partial<Pick<CallInput<'gateways.update'>, 'address' | 'system' | 'management'>>;

/** The addresses that the texts mean; `own` absent: as it was. GATEWAY_DUPLICATE when another gateway has it. */
async function resolveBoth(
  book: AddressBook,
  { address, system, management }: { [K in keyof AddressInput]: AddressInput[K] | undefined },
  entry: GatewayEntry | null,
): Promise<Result<{ own?: string; management: string | null }>> {
  const only = (system ?? entry?.offers.system ?? true) ? 'system' : 'management';
  const own = address === undefined ? ok(null) : await freeAddress(book, address, entry?.id ?? null, only);
  if (!own.ok) return own;
  const at = own.value ?? entry?.address ?? '';
  const typed = management?.address ?? null;
  const other = typed === null || typed === at ? ok(null) : await resolveAddress(typed, 'management');
  if (!other.ok) return other;
  return ok({
    ...(own.value !== null && { own: own.value }),
    management: other.value === at ? null : other.value,
  });
}

/** The address that `typed` means for the gateway `id`, or for a new one; GATEWAY_DUPLICATE when another one has it. */
async function freeAddress(
  book: AddressBook,
  typed: string,
  id: string | null,
  api: 'system' | 'management',
): Promise<Result<string>> {
  const address = await resolveAddress(typed, api);
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
