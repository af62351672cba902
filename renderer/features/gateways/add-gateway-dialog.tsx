import { PasswordInput, SimpleGrid, TextInput } from '@mantine/core';
import { useState } from 'react';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useAct } from '../../lib/bridge/use-act.ts';
import { RememberPassword } from './remember-password.tsx';
import { useAfterConnect } from './use-after-connect.ts';

/** Adds a gateway by its address and logs in. */
export function AddGatewayDialog({ onClose }: { onClose(): void }) {
  const add = useAct('gateways.add');
  const afterConnect = useAfterConnect();
  const [address, setAddress] = useState('');
  const [label, setLabel] = useState('');
  const [username, setUsername] = useState('admin');
  const [password, setPassword] = useState('');
  const [rememberPassword, setRemember] = useState(true);
  const badAddress = add.failure?.code === 'ADDRESS_INVALID' || add.failure?.code === 'GATEWAY_DUPLICATE';
  const complete = address.trim() !== '' && username.trim() !== '' && password !== '';

  const submit = async () => {
    const result = await add.run({ address, label, username, password, rememberPassword });
    if (result.ok) afterConnect(result.value, { go: true });
  };

  return (
    <FormDialog
      title="Add a gateway"
      submit="Add and connect"
      submitting={add.running}
      canSubmit={complete}
      failure={
        add.failure && !badAddress ? { title: 'The gateway was not added', failure: add.failure } : null
      }
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextInput
        label="Address"
        description="A name or number, with a port when it is not the usual one"
        placeholder="10.0.0.7 or https://10.0.0.7:8443"
        data-autofocus
        required
        withAsterisk={false}
        spellCheck={false}
        autoCapitalize="off"
        value={address}
        error={badAddress ? add.failure?.message : null}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <TextInput
        label="Name"
        description="Left empty, the gateway's own name is shown"
        placeholder="boiler-room"
        maxLength={63}
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <SimpleGrid cols={2} spacing="md">
        <TextInput
          label="Account"
          required
          withAsterisk={false}
          autoComplete="off"
          spellCheck={false}
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          required
          withAsterisk={false}
          autoComplete="off"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
        />
      </SimpleGrid>
      <RememberPassword checked={rememberPassword} onChange={setRemember} />
    </FormDialog>
  );
}
