import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconPencil, IconPlugConnected, IconPlugConnectedX, IconTrash } from '@tabler/icons-react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { tellFailure } from '../../components/notify.tsx';
import { useAct } from '../../lib/bridge/use-act.ts';
import { useDialog } from '../../lib/client-state/client-context.tsx';
import { gatewayName } from '../../lib/domain/gateway-view.ts';

/** What can be done with an entry of the list. */
export function GatewayMenu({ gateway }: { gateway: Gateway }) {
  const { open } = useDialog();
  const disconnect = useAct('gateways.disconnect');
  const name = gatewayName(gateway);
  const connected = gateway.connection.state === 'connected';
  return (
    <Menu width={220}>
      <Menu.Target>
        <ActionIcon aria-label={`More for ${name}`}>
          <IconDots size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {connected ? (
          <Menu.Item
            mih={38}
            leftSection={<IconPlugConnectedX size={17} aria-hidden />}
            onClick={() =>
              void disconnect.run({ id: gateway.id }).then(tellFailure(`${name} is still connected`))
            }
          >
            Disconnect
          </Menu.Item>
        ) : (
          <Menu.Item
            mih={38}
            leftSection={<IconPlugConnected size={17} aria-hidden />}
            onClick={() => open({ kind: 'connect', gatewayId: gateway.id })}
          >
            Connect…
          </Menu.Item>
        )}
        <Menu.Item
          mih={38}
          leftSection={<IconPencil size={17} aria-hidden />}
          onClick={() => open({ kind: 'edit-gateway', gatewayId: gateway.id })}
        >
          Edit…
        </Menu.Item>
        <Menu.Item
          mih={38}
          c="var(--gw-bad)"
          leftSection={<IconTrash size={17} aria-hidden />}
          onClick={() => open({ kind: 'remove-gateway', gatewayId: gateway.id })}
        >
          Remove from the list…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
