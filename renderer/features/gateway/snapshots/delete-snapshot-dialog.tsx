import { List, Text } from '@mantine/core';
import { useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Snapshot } from '#shared/gateway-api/extensions.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { useGatewayAct } from '../../../lib/gateway-calls/use-gateway-act.ts';
import { deleteLines } from './snapshot-list-view.ts';

interface DeleteSnapshotDialogProps {
  gateway: Gateway;
  snapshot: Snapshot;
  all: readonly Snapshot[];
  onClose(): void;
}

/** Asks once before a snapshot goes. */
export function DeleteSnapshotDialog({ gateway, snapshot, all, onClose }: DeleteSnapshotDialogProps) {
  const remove = useGatewayAct(gateway, 'snapshotDelete', ['snapshots']);
  // The list behind the dialog shrinks before it closes: what was asked about stays as it was.
  const [lines] = useState(() => deleteLines([snapshot], all));
  const submit = async () => {
    const result = await remove.run({ params: { name: snapshot.name } });
    if (result.ok) onClose();
  };
  return (
    <FormDialog
      title={`Delete this snapshot of ${gatewayName(gateway)}?`}
      submit="Delete it"
      color="red"
      submitting={remove.running}
      canSubmit={remove.whyNot === null}
      failure={remove.failure ? { title: 'The snapshot was not deleted', failure: remove.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Text className="gw-mono" style={{ overflowWrap: 'anywhere' }}>
        {snapshot.name}
      </Text>
      <List spacing="xs" size="md">
        {lines.map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
    </FormDialog>
  );
}
