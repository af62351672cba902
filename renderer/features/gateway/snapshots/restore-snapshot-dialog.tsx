import { List, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Snapshot } from '#shared/gateway-api/extensions.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { useCall } from '../../../lib/bridge/use-call.ts';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { restoreLines } from './comparison-view.ts';
import { originWord } from './snapshot-list-view.ts';

interface RestoreSnapshotDialogProps {
  gateway: Gateway;
  snapshot: Snapshot;
  onClose(): void;
}

/** Asks once and says what is lost; the job then stands above the list. */
export function RestoreSnapshotDialog({ gateway, snapshot, onClose }: RestoreSnapshotDialogProps) {
  const restore = useAct('maintenance.restoreSnapshot');
  const wish = useCall('settings.get', null).data?.backupBeforeUpgrade ?? true;
  const [chosen, setChosen] = useState<boolean | null>(null);
  const backupFirst = chosen ?? wish;
  const name = gatewayName(gateway);
  const submit = async () => {
    const result = await restore.run({ gatewayId: gateway.id, snapshot: snapshot.name, backupFirst });
    if (result.ok) onClose();
  };
  return (
    <FormDialog
      title={`Restore this snapshot on ${name}?`}
      submit={`Restore ${name}`}
      color="red"
      size={540}
      submitting={restore.running}
      failure={restore.failure ? { title: 'It did not start', failure: restore.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Text>
        Taken <TimeText at={Date.parse(snapshot.createdAt)} />, {originWord(snapshot.origin)}
        {snapshot.label ? `: ${snapshot.label}` : ''}.
      </Text>
      <List spacing="xs" size="md">
        {restoreLines(name, backupFirst).map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
      <Switch
        label={`Back ${name} up first`}
        checked={backupFirst}
        onChange={(event) => setChosen(event.currentTarget.checked)}
      />
    </FormDialog>
  );
}
