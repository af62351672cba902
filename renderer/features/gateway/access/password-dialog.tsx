import { PasswordInput, Text } from '@mantine/core';
import { useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Account } from '#shared/gateway-api/configuration.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { notify } from '../../../components/notify.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { usePeersAct } from '../../../lib/gateway-calls/use-gateway-act.ts';
import { passwordReady } from './access-view.ts';
import { NewPassword } from './new-password.tsx';
import { passwordDigest } from './password-digest.ts';

interface PasswordDialogProps {
  gateway: Gateway;
  /** Null: one's own, of an account that may not see the list; the gateway knows it by its name. */
  account: Account | null;
  onClose(): void;
}

/** A new password for an account; one's own is used at once for this workbench's login, too. */
export function PasswordDialog({ gateway, account, onClose }: PasswordDialogProps) {
  const change = usePeersAct(gateway, 'accounts', 'updateAccountPassword');
  const connect = useAct('gateways.connect');
  const [old, setOld] = useState('');
  const [password, setPassword] = useState({ first: '', repeated: '' });
  const own = account === null || account.username === gateway.username;
  const username = account?.username ?? gateway.username;
  const name = gatewayName(gateway);

  const submit = async () => {
    const result = await change.run({
      account: {
        id: account?.id ?? gateway.username,
        password: passwordDigest(password.first),
        ...(own ? { oldPassword: passwordDigest(old) } : {}),
      },
    });
    if (!result.ok) return;
    onClose();
    notify({
      mark: 'good',
      title: `${username} has a new password`,
      message: `Other logins of ${username} on ${name} ended.`,
      stays: false,
    });
    if (!own) return;
    // Otherwise the next login of this workbench would be refused with the old one.
    await connect.run({
      id: gateway.id,
      password: password.first,
      rememberPassword: gateway.remembersPassword || gateway.origin === 'site',
    });
  };

  return (
    <FormDialog
      title={own ? 'Change your password' : `New password for ${username}`}
      submit={`Change it on ${name}`}
      submitting={change.running}
      canSubmit={passwordReady(password.first, password.repeated) && (!own || old !== '')}
      failure={change.failure ? { title: 'The password was not changed', failure: change.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Text>
        Account <strong>{username}</strong> on <strong>{name}</strong>. Its other logins end at once.
      </Text>
      {own ? (
        <PasswordInput
          label="Present password"
          autoComplete="current-password"
          maxLength={500}
          data-autofocus
          value={old}
          onChange={(event) => setOld(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the present password' }}
        />
      ) : null}
      <NewPassword
        focus={!own}
        password={password.first}
        repeated={password.repeated}
        onChange={(first, repeated) => setPassword({ first, repeated })}
      />
    </FormDialog>
  );
}
