import { Button, Group, Text } from '@mantine/core';
import { IconPlus, IconRouter } from '@tabler/icons-react';
import { CallView } from '../../components/call-view.tsx';
import { Empty } from '../../components/empty.tsx';
import { TableSkeleton } from '../../components/skeletons.tsx';
import { WholePageDrop } from '../../components/whole-page-drop.tsx';
import { useCall } from '../../lib/bridge/use-call.ts';
import { useDialog } from '../../lib/client-state/client-context.tsx';
import { StartSiteButton } from '../site/start-site-button.tsx';
import { GatewayTable } from './gateway-table.tsx';

/** The list of gateways. A file dropped on it asks for which gateway it is. */
export default function GatewaysScreen() {
  const query = useCall('gateways.list', null);
  const { open } = useDialog();
  return (
    <CallView
      query={query}
      failed="The list of gateways could not be read"
      loading={<TableSkeleton rows={5} />}
    >
      {(gateways) =>
        gateways.length === 0 ? (
          <NoGateways />
        ) : (
          <>
            <WholePageDrop
              title="Drop it here"
              hint="You choose the gateway next."
              onFile={(file) => open({ kind: 'pick-gateway', file })}
            />
            <GatewayTable gateways={gateways} />
          </>
        )
      }
    </CallView>
  );
}

function NoGateways() {
  const { open } = useDialog();
  return (
    <Empty
      icon={IconRouter}
      title="No gateways yet"
      actions={
        <Group justify="center">
          <StartSiteButton />
          <Button
            variant="default"
            leftSection={<IconPlus size={17} aria-hidden />}
            onClick={() => open({ kind: 'add-gateway' })}
          >
            Add a gateway
          </Button>
        </Group>
      }
    >
      <Text>
        This list holds the boxes that you maintain: you back them up, upgrade them and bring them back from
        here. Without a box at hand, start the local site: a real gateway on this computer.
      </Text>
    </Empty>
  );
}
