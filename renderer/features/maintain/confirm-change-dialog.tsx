import { List } from '@mantine/core';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Preflight } from '#shared/bridge/maintenance.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { gatewayName } from '../../lib/domain/gateway-view.ts';
import { confirmTitle, confirmWord, warningLines } from './preflight-view.ts';
import { useStartChange } from './use-start-change.ts';

interface ConfirmChangeDialogProps {
  gateway: Gateway;
  preflight: Preflight;
  backupFirst: boolean;
  onClose(): void;
}

/** Asks once before a restore, a firmware or a downgrade, and says what will be lost. */
export function ConfirmChangeDialog({ gateway, preflight, backupFirst, onClose }: ConfirmChangeDialogProps) {
  const change = useStartChange(gateway.id);
  const name = gatewayName(gateway);
  const submit = async () => {
    if (await change.start(preflight, { backupFirst, allowDowngrade: preflight.downgrade })) onClose();
  };
  return (
    <FormDialog
      title={confirmTitle(preflight, name)}
      submit={confirmWord(preflight, name)}
      color="red"
      size={540}
      submitting={change.running}
      failure={change.failure ? { title: 'It did not start', failure: change.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <List spacing="xs" size="md">
        {warningLines(preflight, name, backupFirst).map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
    </FormDialog>
  );
}
