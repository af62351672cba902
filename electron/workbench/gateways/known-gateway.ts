import type { Gateway } from '#shared/bridge/gateways.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { GatewaySession } from '../sessions/gateway-session.ts';
import { type GatewayEntry, gatewayName } from './address-book.ts';
import type { GatewaySessions, GatewaysDeps } from './gateway-sessions.ts';

/** What handlers of the address book do first and last. */
export interface KnownGateways {
  /** GATEWAY_UNKNOWN when it was removed meanwhile. */
  find(id: string): Result<{ entry: GatewayEntry; session: GatewaySession }>;
  /** The same, JOB_RUNNING under a job: a gateway is not taken away then. */
  findIdle(id: string): Result<{ entry: GatewayEntry; session: GatewaySession }>;
  /** As the screens see it. */
  answer(id: string): Result<Gateway>;
  /** Connects, and keeps password and key when they were right and the user wants that. */
  connect(
    id: string,
    session: GatewaySession,
    remember?: { password?: boolean | undefined; key?: boolean | undefined },
  ): Promise<void>;
}

export function createKnownGateways(deps: GatewaysDeps & { sessions: GatewaySessions }): KnownGateways {
  const { book, credentials, apiKeys, sessions } = deps;
  const unknown = () => fail(failure('GATEWAY_UNKNOWN'));

  function find(id: string): Result<{ entry: GatewayEntry; session: GatewaySession }> {
    const entry = book.find(id);
    const session = sessions.find(id);
    return entry === undefined || session === undefined ? unknown() : ok({ entry, session });
  }

  return {
    find,
    findIdle(id) {
      const found = find(id);
      const kind = found.ok ? deps.busyWith(id) : null;
      if (!found.ok || kind === null) return found;
      return fail(failure('JOB_RUNNING', { gateway: gatewayName(found.value.entry), kind }));
    },
    answer(id) {
      const entry = book.find(id);
      return entry === undefined ? unknown() : ok(sessions.view(entry));
    },
    async connect(id, session, remember = {}) {
      await session.connect();
      await sessions.looked(id);
      const connected = session.connection().state === 'connected';
      if (remember.password === true && connected) await credentials.remember(id);
      if (remember.password === false) await credentials.forgetRemembered(id);
      const keyFits = sessions.management(id)?.state().failure === null;
      if (remember.key === true && keyFits) await apiKeys.remember(id);
      if (remember.key === false) await apiKeys.forgetRemembered(id);
      sessions.changed(id);
    },
  };
}
