import { failure } from '#shared/errors/failure.ts';
import { fail, ok } from '#shared/result.ts';
import type { BridgeHandlers } from '../bridge/host.ts';
import { type GatewayEntry, gatewayName } from './address-book.ts';
import { createEntryHandlers } from './entry-handlers.ts';
import type { GatewaySessions, GatewaysDeps } from './gateway-sessions.ts';
import { createKnownGateways } from './known-gateway.ts';

type GatewayHandlers = {
  [N in Extract<keyof BridgeHandlers, `gateways.${string}`>]: BridgeHandlers[N];
};

/** What the screens can do with the address book (`shared/bridge/gateways.ts`). */
export function createGatewayHandlers(deps: GatewaysDeps & { sessions: GatewaySessions }): GatewayHandlers {
  const { book, credentials, apiKeys, sessions } = deps;
  const known = createKnownGateways(deps);

  return {
    ...createEntryHandlers(deps, known),

    'gateways.list': async () => ok(book.list().map(sessions.view)),

    async 'gateways.remove'({ id }) {
      const found = known.findIdle(id);
      if (!found.ok) return found;
      await found.value.session.disconnect();
      await book.remove(id);
      await credentials.forget(id);
      await apiKeys.forget(id);
      sessions.close(id);
      deps.bus.emit('gateways.removed', { id });
      return ok(null);
    },

    async 'gateways.connect'({ id, password, rememberPassword, replaced }) {
      const found = known.find(id);
      if (!found.ok) return found;
      if (replaced === true) await book.change(id, { identity: null });
      if (password !== undefined) credentials.enter(id, password);
      await known.connect(id, found.value.session, { password: rememberPassword });
      return known.answer(id);
    },

    async 'gateways.disconnect'({ id }) {
      const found = known.findIdle(id);
      if (!found.ok) return found;
      await found.value.session.disconnect();
      return known.answer(id);
    },

    async 'gateways.trustCertificate'({ id, fingerprint }) {
      const found = known.find(id);
      if (!found.ok) return found;
      const { entry, session } = found.value;
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
      await known.connect(id, session);
      return known.answer(id);
    },
  };
}

const pinOfManagement = ({ management }: GatewayEntry, pinnedFingerprint: string) =>
  management.address === null ? { pinnedFingerprint } : { management: { ...management, pinnedFingerprint } };
