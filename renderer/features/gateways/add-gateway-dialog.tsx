import { PasswordInput, SimpleGrid, TextInput } from '@mantine/core';
import { useState } from 'react';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useAct } from '../../lib/bridge/use-act.ts';
import { AccessModeField, ManagementFields } from './access-fields.tsx';
import { type AccessMode, type ManagementDraft, managementInput, missingKey } from './access-form.ts';
import { RememberPassword } from './remember-password.tsx';
import { useAfterConnect } from './use-after-connect.ts';
import { WayFields } from './way-fields.tsx';
import { emptyWays, isComplete, waysInput } from './way-form.ts';

/** Adds a gateway by its address or its serial port and logs in: with an account, an API key, or both. */
export function AddGatewayDialog({ onClose }: { onClose(): void }) {
  const add = useAct('gateways.add');
  const afterConnect = useAfterConnect();
  const [ways, setWays] = useState(emptyWays);
  const [label, setLabel] = useState('');
  const [username, setUsername] = useState('admin');
  const [password, setPassword] = useState('');
  const [rememberPassword, setRemember] = useState(true);
  const [mode, setMode] = useState<AccessMode>('account');
  const [management, setManagement] = useState<ManagementDraft>({ address: '', key: '', rememberKey: true });
  const system = mode !== 'key';
  const badAddress = add.failure?.code === 'ADDRESS_INVALID' || add.failure?.code === 'GATEWAY_DUPLICATE';
  const complete =
    isComplete(ways) &&
    (!system || (username.trim() !== '' && password !== '')) &&
    missingKey(mode, management, null) === null;

  const submit = async () => {
    const given = managementInput(mode, management);
    const result = await add.run({
      ...waysInput(ways),
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
      <WayFields
        draft={ways}
        onChange={setWays}
        wrongAddress={badAddress ? (add.failure?.message ?? null) : null}
        addressHint="A name or number, with a port when it is not the usual one"
        autoFocus
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
