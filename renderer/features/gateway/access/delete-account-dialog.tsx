import { Text } from '@mantine/core';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Account } from '#shared/gateway-api/configuration.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { usePeersAct } from '../../../lib/gateway-calls/use-gateway-act.ts';

interface DeleteAccountDialogProps {
  gateway: Gateway;
  account: Account;
  onClose(): void;
}

/** Asks once before an account goes. */
export function DeleteAccountDialog({ gateway, account, onClose }: DeleteAccountDialogProps) {
  const remove = usePeersAct(gateway, 'accounts', 'deleteAccount', ['accounts.getAccounts']);
  const name = gatewayName(gateway);
  const submit = async () => {
    const result = await remove.run({ id: account.id });
    if (result.ok) onClose();
  };
  return (
    <FormDialog
      title={`Delete ${account.username} on ${name}?`}
      submit={`Delete ${account.username}`}
      color="red"
      submitting={remove.running}
      canSubmit={remove.whyNot === null}
      failure={remove.failure ? { title: 'The account is still there', failure: remove.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Text>
        Whoever is logged in with it is logged out at once. What the account did stays in the activity log.
      </Text>
    </FormDialog>
  );
}
