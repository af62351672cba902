import { randomUUID } from 'node:crypto';
import type { BridgeHandlers } from '../bridge/host.ts';
import { type GatewayEntry, unknownManagement } from './address-book.ts';
import { changeEntry } from './entry-change.ts';
import type { GatewaySessions, GatewaysDeps } from './gateway-sessions.ts';
import type { KnownGateways } from './known-gateway.ts';
import { resolveAddresses } from './resolve-addresses.ts';

/** Adding and changing entries of the address book: `entry-change.ts` decides, here the world follows. */
export function createEntryHandlers(
  deps: GatewaysDeps & { sessions: GatewaySessions },
  known: KnownGateways,
): Pick<BridgeHandlers, 'gateways.add' | 'gateways.update'> {
  const { book, credentials, apiKeys, sessions } = deps;

  /** The port that a path means; absent: as it was. */
  async function placeOf(serial: { path: string; baudRate: number } | null | undefined) {
    if (serial === undefined) return {};
    if (serial === null) return { serial: null };
    return { serial: { port: await deps.describePort(serial.path), baudRate: serial.baudRate } };
  }

  return {
    async 'gateways.add'({ address, serial, password, rememberPassword, ...input }) {
      const addresses = await resolveAddresses(book, { address, ...input }, null);
      if (!addresses.ok) return addresses;
      const places = { ...addresses.value, ...(await placeOf(serial)) };
      const id = randomUUID();
      const blank: GatewayEntry = {
        ...{ id, label: '', username: '', origin: 'manual', pinnedFingerprint: null, identity: null },
        ...{ address: addresses.value.own ?? '', serial: null, prefers: 'automatic' },
        offers: { system: input.system, management: false },
        management: unknownManagement,
      };
      const changed = changeEntry(blank, input, places, false);
      if (!changed.ok) return changed;
      await book.add(changed.value.entry);
      if (input.system) credentials.enter(id, password);
      if (input.management?.key != null) apiKeys.enter(id, input.management.key);
      const remember = { password: rememberPassword, key: input.management?.rememberKey };
      await known.connect(id, sessions.open(id), remember);
      return known.answer(id);
    },

    async 'gateways.update'({ id, serial, ...input }) {
      const found = known.find(id);
      if (!found.ok) return found;
      const { entry, session } = found.value;
      const moves = input.address !== undefined && (input.address ?? '') !== entry.address;
      // Before anything is asked of the network, and again below with what came out.
      const idle = known.findIdle(id);
      if (moves && !idle.ok) return idle;
      const addresses = await resolveAddresses(
        book,
        { ...input, ...(!moves && { address: undefined }) },
        entry,
      );
      if (!addresses.ok) return addresses;
      const places = { ...addresses.value, ...(await placeOf(serial)) };
      const changed = changeEntry(entry, input, places, apiKeys.find(id) !== null);
      if (!changed.ok) return changed;
      const { reopens, forgetsPassword, forgetsKey } = changed.value;
      if (reopens && !idle.ok) return idle;
      if (reopens) await session.disconnect();
      if (forgetsPassword) await credentials.forget(id);
      if (forgetsKey) await apiKeys.forget(id);
      if (input.management?.key != null) apiKeys.enter(id, input.management.key);
      const { id: _id, ...next } = changed.value.entry;
      await book.change(id, next);
      if (reopens) {
        sessions.close(id);
        await known.connect(id, sessions.open(id), { key: input.management?.rememberKey });
      }
      sessions.changed(id);
      return known.answer(id);
    },
  };
}
