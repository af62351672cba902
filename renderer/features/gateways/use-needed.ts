import type { Gateway } from '#shared/bridge/gateways.ts';
import { tellFailure } from '../../components/notify.tsx';
import { useAct } from '../../lib/bridge/use-act.ts';
import { useDialog } from '../../lib/client-state/client-context.tsx';
import { gatewayName } from '../../lib/domain/gateway-view.ts';
import { useAfterConnect } from './use-after-connect.ts';

/** The one next step that a gateway needs from a person; null when it needs none. */
export function useNeeded(gateway: Gateway): { word: string; act(): void; running: boolean } | null {
  const { open } = useDialog();
  const connect = useAct('gateways.connect');
  const afterConnect = useAfterConnect();
  const reconnect = async () => {
    const result = await connect.run({ id: gateway.id });
    tellFailure(`${gatewayName(gateway)} is not connected`)(result);
    if (result.ok) afterConnect(result.value, { go: false });
  };
  const step = (word: string, act: () => void) => ({ word, act, running: connect.running });
  switch (gateway.connection.state) {
    case 'login-needed':
      return gateway.offers.system
        ? step('Log in', () => open({ kind: 'connect', gatewayId: gateway.id }))
        : step('Enter the key', () => open({ kind: 'edit-gateway', gatewayId: gateway.id }));
    case 'certificate-untrusted':
      return step('Compare', () => open({ kind: 'certificate', gatewayId: gateway.id }));
    case 'unreachable':
      if (gateway.connection.failure?.code === 'CABLE_OTHER_BOX')
        return step('It was replaced', () => open({ kind: 'replaced-box', gatewayId: gateway.id }));
      return step('Try now', () => void reconnect());
    case 'disconnected':
      return step('Connect', () => {
        if (gateway.remembersPassword || !gateway.offers.system) void reconnect();
        else open({ kind: 'connect', gatewayId: gateway.id });
      });
    default:
      return null;
  }
}
