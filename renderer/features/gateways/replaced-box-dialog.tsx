import { Text } from '@mantine/core';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useAct } from '../../lib/bridge/use-act.ts';
import { gatewayName } from '../../lib/domain/gateway-view.ts';
import { useAfterConnect } from './use-after-connect.ts';

/** The cable hangs on another box than before, and a person knows that this is right. */
export function ReplacedBoxDialog({ gateway, onClose }: { gateway: Gateway; onClose(): void }) {
  const connect = useAct('gateways.connect');
  const afterConnect = useAfterConnect();
  const name = gatewayName(gateway);
  const other = String(gateway.connection.failure?.context.other ?? 'the box at the cable');
  const submit = async () => {
    const result = await connect.run({ id: gateway.id, replaced: true });
    if (!result.ok) return;
    onClose();
    afterConnect(result.value, { go: false });
  };
  return (
    <FormDialog
      title={`Was ${name} replaced?`}
      submit={`Use it as ${name}`}
      submitting={connect.running}
      failure={connect.failure ? { title: 'It is not used', failure: connect.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Text>
        The serial cable leads to {other}. If that box has taken the place of {name}, it is used under this
        entry from now on: it is sent the account's password, and every job of this page goes to it.
      </Text>
      <Text>
        If the cable was only plugged in wrongly, plug it into {name} instead. Nothing is sent until then.
      </Text>
    </FormDialog>
  );
}
