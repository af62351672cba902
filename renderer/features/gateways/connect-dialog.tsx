import { PasswordInput, Text } from '@mantine/core';
import { useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useAct } from '../../lib/bridge/use-act.ts';
import { gatewayName, placeText } from '../../lib/domain/gateway-view.ts';
import { RememberPassword } from './remember-password.tsx';
import { nextDialog, useAfterConnect } from './use-after-connect.ts';

/** Logs in with a password; without one the remembered password is used. */
export function ConnectDialog({ gateway, onClose }: { gateway: Gateway; onClose(): void }) {
  const connect = useAct('gateways.connect');
  const afterConnect = useAfterConnect();
  const [password, setPassword] = useState('');
  const [rememberPassword, setRemember] = useState(true);
  const name = gatewayName(gateway);
  const refused = gateway.connection.failure?.code === 'LOGIN_REFUSED';
  const byKey = !gateway.offers.system;
  const remembered = byKey || (gateway.remembersPassword && !refused);

  const submit = async () => {
    const result = await connect.run({
      id: gateway.id,
      ...(password === '' ? {} : { password, rememberPassword }),
    });
    if (!result.ok) return;
    // A refused password leaves this dialog open, with the reason beside the field.
    if (nextDialog(result.value)?.kind === 'connect') setPassword('');
    else afterConnect(result.value, { go: false });
  };

  return (
    <FormDialog
      title={`Connect ${name}`}
      submit={`Connect ${name}`}
      submitting={connect.running}
      canSubmit={password !== '' || remembered}
      failure={connect.failure ? { title: `${name} is not connected`, failure: connect.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {byKey ? (
        <Text>
          With the API key that is known for <strong>{placeText(gateway)}</strong>. Another key is entered
          under Edit.
        </Text>
      ) : (
        <>
          <Text>
            Account <strong>{gateway.username}</strong> at <strong>{placeText(gateway)}</strong>
          </Text>
          <PasswordInput
            label="Password"
            description={remembered ? 'Left empty, the remembered one is used' : undefined}
            data-autofocus
            autoComplete="off"
            value={password}
            error={
              refused && !connect.running && password === '' ? gateway.connection.failure?.message : null
            }
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
          />
          <RememberPassword checked={rememberPassword} onChange={setRemember} />
        </>
      )}
    </FormDialog>
  );
}
