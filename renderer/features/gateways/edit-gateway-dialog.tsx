import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useAct } from '../../lib/bridge/use-act.ts';
import { gatewayName } from '../../lib/domain/gateway-view.ts';

/** Name, address and account of one entry. The embedded gateway keeps its address and account. */
export function EditGatewayDialog({ gateway, onClose }: { gateway: Gateway; onClose(): void }) {
  const update = useAct('gateways.update');
  const [label, setLabel] = useState(gateway.label);
  const [address, setAddress] = useState(gateway.address);
  const [username, setUsername] = useState(gateway.username);
  const own = gateway.origin === 'site';
  const badAddress =
    update.failure?.code === 'ADDRESS_INVALID' || update.failure?.code === 'GATEWAY_DUPLICATE';

  const submit = async () => {
    const changes = own ? { label } : { label, address, username };
    const result = await update.run({ id: gateway.id, ...changes });
    if (result.ok) onClose();
  };

  return (
    <FormDialog
      title={`Edit ${gatewayName(gateway)}`}
      submit="Save"
      submitting={update.running}
      canSubmit={address.trim() !== '' && username.trim() !== ''}
      failure={
        update.failure && !badAddress ? { title: 'The entry was not changed', failure: update.failure } : null
      }
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        description="In this list only. Left empty, the gateway's own name is shown"
        placeholder={gateway.identity?.name}
        data-autofocus
        maxLength={63}
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <TextInput
        label="Address"
        description={own ? 'Given by the site' : 'Another address ends the session and connects again'}
        disabled={own}
        spellCheck={false}
        value={address}
        error={badAddress ? update.failure?.message : null}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <TextInput
        label="Account"
        disabled={own}
        spellCheck={false}
        autoComplete="off"
        value={username}
        onChange={(event) => setUsername(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
