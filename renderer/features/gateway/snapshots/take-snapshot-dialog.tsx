import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { formatBytes } from '#shared/format/bytes.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { notify } from '../../../components/notify.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { useGatewayAct } from '../../../lib/gateway-calls/use-gateway-act.ts';

/** Keeps the configuration of this moment on the gateway; the answer comes when it was written and checked. */
export function TakeSnapshotDialog({ gateway, onClose }: { gateway: Gateway; onClose(): void }) {
  const take = useGatewayAct(gateway, 'snapshotCreate', ['snapshots']);
  const [label, setLabel] = useState('');
  const name = gatewayName(gateway);
  const submit = async () => {
    const text = label.trim();
    const result = await take.run({ body: text === '' ? {} : { label: text } });
    if (!result.ok) return;
    onClose();
    notify({
      mark: result.value.verified ? 'good' : 'bad',
      title: result.value.verified ? `Snapshot of ${name} taken` : `The snapshot of ${name} is damaged`,
      message: `${result.value.name}, ${formatBytes(result.value.bytes)}, ${result.value.verified ? 'verified' : 'its hashes did not hold'}.`,
      stays: !result.value.verified,
    });
  };
  return (
    <FormDialog
      title={`Take a snapshot of ${name}`}
      submit={`Take it on ${name}`}
      submitting={take.running}
      canSubmit={take.whyNot === null}
      failure={take.failure ? { title: 'No snapshot was taken', failure: take.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Text>
        The whole configuration as it is now, kept on the gateway and checked after it was written. Drivers
        keep running.
      </Text>
      <TextInput
        label="Label"
        description="Why it is taken; may stay empty"
        placeholder="Before the new Modbus mapping"
        maxLength={100}
        data-autofocus
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
