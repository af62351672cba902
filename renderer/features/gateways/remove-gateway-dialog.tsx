import { List, Text } from '@mantine/core';
import { useLocation } from 'wouter';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useAct } from '../../lib/bridge/use-act.ts';
import { gatewayName } from '../../lib/domain/gateway-view.ts';
import { paths, placeOf } from '../../lib/routes.ts';

/** Takes an entry out of the list; the box itself is not touched. */
export function RemoveGatewayDialog({ gateway, onClose }: { gateway: Gateway; onClose(): void }) {
  const remove = useAct('gateways.remove');
  const [path, go] = useLocation();
  const name = gatewayName(gateway);
  const submit = async () => {
    const result = await remove.run({ id: gateway.id });
    if (!result.ok) return;
    onClose();
    const place = placeOf(path);
    if (place.screen === 'gateway' && place.gatewayId === gateway.id) go(paths.gateways);
  };
  return (
    <FormDialog
      title={`Remove ${name} from the list?`}
      submit={`Remove ${name}`}
      color="red"
      submitting={remove.running}
      failure={remove.failure ? { title: 'The entry was not removed', failure: remove.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Text>Nothing changes on the gateway. This workbench forgets:</Text>
      <List size="md">
        <List.Item>its address and account</List.Item>
        <List.Item>its password and the certificate that you trusted</List.Item>
      </List>
      <Text>Backups stay where they were saved.</Text>
    </FormDialog>
  );
}
