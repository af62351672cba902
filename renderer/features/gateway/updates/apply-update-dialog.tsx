import { List, Switch } from '@mantine/core';
import { useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { UpdateCheck } from '#shared/gateway-api/management-api.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { useCall } from '../../../lib/bridge/use-call.ts';
import { hasExtension } from '../../../lib/domain/gateway-tabs.ts';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { applyLines } from './update-view.ts';

interface ApplyUpdateDialogProps {
  gateway: Gateway;
  check: UpdateCheck;
  onClose(): void;
}

/** Asks once, says what happens, and starts the job; its bar then stands on the page, beyond the restart. */
export function ApplyUpdateDialog({ gateway, check, onClose }: ApplyUpdateDialogProps) {
  const update = useAct('maintenance.update');
  const wish = useCall('settings.get', null).data?.backupBeforeUpgrade ?? true;
  const [chosen, setChosen] = useState<boolean | null>(null);
  // A backup comes through the system API.
  const canBackUp = gateway.offers.system;
  const backupFirst = canBackUp && (chosen ?? wish);
  const name = gatewayName(gateway);
  const submit = async () => {
    const result = await update.run({ gatewayId: gateway.id, backupFirst });
    if (result.ok) onClose();
  };
  return (
    <FormDialog
      title={`Install ${check.latestVersion} on ${name}?`}
      submit={`Install on ${name}`}
      careful
      size={540}
      submitting={update.running}
      failure={update.failure ? { title: 'It did not start', failure: update.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <List spacing="xs" size="md">
        {applyLines(name, check, { backupFirst, known: hasExtension(gateway, 'jobs') }).map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
      {canBackUp ? (
        <Switch
          label={`Back ${name} up first`}
          checked={backupFirst}
          onChange={(event) => setChosen(event.currentTarget.checked)}
        />
      ) : null}
    </FormDialog>
  );
}
