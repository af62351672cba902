import { PasswordInput, SimpleGrid, TextInput } from '@mantine/core';
import { useState } from 'react';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useAct } from '../../lib/bridge/use-act.ts';
import { AccessModeField, ManagementFields } from './access-fields.tsx';
import { type AccessMode, type ManagementDraft, managementInput, missingKey } from './access-form.ts';
import { RememberPassword } from './remember-password.tsx';
import { useAfterConnect } from './use-after-connect.ts';

/** Adds a gateway by its address and logs in: with an account, an API key, or both. */
export function AddGatewayDialog({ onClose }: { onClose(): void }) {
  const add = useAct('gateways.add');
  const afterConnect = useAfterConnect();
  const [address, setAddress] = useState('');
  const [label, setLabel] = useState('');
  const [username, setUsername] = useState('admin');
  const [password, setPassword] = useState('');
  const [rememberPassword, setRemember] = useState(true);
  const [mode, setMode] = useState<AccessMode>('account');
  const [management, setManagement] = useState<ManagementDraft>({ address: '', key: '', rememberKey: true });
  const system = mode !== 'key';
  const badAddress = add.failure?.code === 'ADDRESS_INVALID' || add.failure?.code === 'GATEWAY_DUPLICATE';
  const complete =
    address.trim() !== '' &&
    (!system || (username.trim() !== '' && password !== '')) &&
    missingKey(mode, management, null) === null;

  const submit = async () => {
    const given = managementInput(mode, management);
    const result = await add.run({
      address,
      label,
      username: system ? username : '',
      password: system ? password : '',
      rememberPassword: system && rememberPassword,
      system,
      ...(given === undefined ? {} : { management: given }),
    });
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
      <AccessModeField mode={mode} onMode={setMode} />
      {system ? (
        <>
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
        </>
      ) : null}
      {mode === 'account' ? null : (
        <ManagementFields
          mode={mode}
          draft={management}
          onChange={setManagement}
          hasKey={false}
          wrong={mode === 'both' ? missingKey(mode, management, null) : null}
        />
      )}
    </FormDialog>
  );
}
