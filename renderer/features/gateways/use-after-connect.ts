import { useLocation } from 'wouter';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { useDialog } from '../../lib/client-state/client-context.tsx';
import type { Dialog } from '../../lib/client-state/client-store.ts';
import { paths } from '../../lib/routes.ts';

/** What a person has to do next after a try to connect; null when nothing. */
export function nextDialog(gateway: Gateway): Dialog | null {
  if (gateway.connection.state === 'certificate-untrusted') {
    return { kind: 'certificate', gatewayId: gateway.id };
  }
  if (gateway.connection.state === 'login-needed') {
    // Without an account there is no password to ask for: the key is part of the entry.
    return { kind: gateway.offers.system ? 'connect' : 'edit-gateway', gatewayId: gateway.id };
  }
  return null;
}

/** Goes to the gateway's page and opens the dialog that the connection asks for. */
export function useAfterConnect(): (gateway: Gateway, options: { go: boolean }) => void {
  const dialogs = useDialog();
  const [, go] = useLocation();
  return (gateway, options) => {
    const next = nextDialog(gateway);
    if (next) dialogs.open(next);
    else dialogs.close();
    if (options.go) go(paths.gateway(gateway.id));
  };
}
