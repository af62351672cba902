import { extensionNames } from '#shared/gateway-api/extensions.ts';
import type { SupervisionMessage } from '../../launcher-protocol.ts';
import type { Handlers } from '../http/call.ts';
import type { Session } from '../session/session.ts';
import { type Identity, product, uptimeSeconds } from './identity.ts';

interface SystemCallsOptions {
  identity: Identity;
  name: () => string;
  send: (message: SupervisionMessage) => void;
  /** Beside those that every gateway has. */
  moreExtensions: () => readonly string[];
}

type SystemHandlers = Pick<
  Handlers,
  'capabilities' | 'reboot' | 'rebootPost' | 'peersReboot' | 'peersRebootPost'
>;

/** What this gateway is, and its reboot in the documented forms. */
export function systemCalls({ identity, name, send, moreExtensions }: SystemCallsOptions): SystemHandlers {
  const { id, revision, firmware, bootId } = identity;
  const reboot = ({ session }: { session: Session }) =>
    ({
      status: 200,
      body: 'Rebooting',
      afterSent: () => send({ type: 'reboot', requestedBy: session.username }),
    }) as const;
  return {
    capabilities: () => ({
      status: 200,
      body: {
        product,
        id,
        name: name(),
        contract: 1,
        revision,
        firmware,
        bootId,
        uptimeSeconds: uptimeSeconds(identity),
        extensions: [...extensionNames, ...moreExtensions()],
      },
    }),
    reboot,
    rebootPost: reboot,
    peersReboot: reboot,
    peersRebootPost: reboot,
  };
}
