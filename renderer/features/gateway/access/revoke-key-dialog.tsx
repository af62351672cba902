import { Text } from '@mantine/core';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { ApiKey } from '#shared/gateway-api/management-api.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { useGatewayAct } from '../../../lib/gateway-calls/use-gateway-act.ts';

/** Asks once before a key stops working. */
export function RevokeKeyDialog(props: { gateway: Gateway; apiKey: ApiKey; onClose(): void }) {
  const { gateway, apiKey, onClose } = props;
  const revoke = useGatewayAct(gateway, 'apiKeyRevoke', ['apiKeys']);
  const submit = async () => {
    const result = await revoke.run({ params: { id: apiKey.id } });
    if (result.ok) onClose();
  };
  return (
    <FormDialog
      title={`Revoke “${apiKey.name}” on ${gatewayName(gateway)}?`}
      submit="Revoke the key"
      color="red"
      submitting={revoke.running}
      canSubmit={revoke.whyNot === null}
      failure={revoke.failure ? { title: 'The key still works', failure: revoke.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Text>
        Whoever uses it gets no answer any more, from this moment on. It cannot be brought back; a new key has
        to be made.
      </Text>
      <Text c="dimmed">
        Last used: {apiKey.lastUsedAt === null ? 'never' : <TimeText at={Date.parse(apiKey.lastUsedAt)} />}
      </Text>
    </FormDialog>
  );
}
