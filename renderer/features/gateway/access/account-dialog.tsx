import { Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Account } from '#shared/gateway-api/configuration.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { usePeersAct } from '../../../lib/gateway-calls/use-gateway-act.ts';
import { passwordReady, usernameProblem, whyKept } from './access-view.ts';
import { NewPassword } from './new-password.tsx';
import { passwordDigest } from './password-digest.ts';

interface AccountDialogProps {
  gateway: Gateway;
  accounts: readonly Account[];
  /** Null: a new one. */
  account: Account | null;
  onClose(): void;
}

/** Adds an account, or changes the name and role of one. */
export function AccountDialog({ gateway, accounts, account, onClose }: AccountDialogProps) {
  const insert = usePeersAct(gateway, 'accounts', 'insertAccount', ['accounts.getAccounts']);
  const update = usePeersAct(gateway, 'accounts', 'updateAccount', ['accounts.getAccounts']);
  const act = account ? update : insert;
  const [username, setUsername] = useState(account?.username ?? '');
  const [administrator, setAdministrator] = useState(account?.administrator ?? false);
  const [password, setPassword] = useState({ first: '', repeated: '' });
  const name = gatewayName(gateway);
  const problem = usernameProblem(username, accounts, account?.id);
  const own = account?.username === gateway.username;
  const keepsRole =
    account === null
      ? null
      : (whyKept(account, accounts) ?? (own ? 'Another administrator can take your role away.' : null));
  const ready =
    username.trim() !== '' &&
    problem === null &&
    (account !== null || passwordReady(password.first, password.repeated));

  const submit = async () => {
    const wanted = { username: username.trim(), administrator };
    const result = account
      ? await update.run({ account: { id: account.id, ...wanted } })
      : await insert.run({ account: { ...wanted, password: passwordDigest(password.first) } });
    if (result.ok) onClose();
  };

  return (
    <FormDialog
      title={account ? `Name and role of ${account.username}` : `Add an account to ${name}`}
      submit={account ? `Save on ${name}` : `Add to ${name}`}
      submitting={act.running}
      canSubmit={ready && act.whyNot === null}
      failure={
        act.failure
          ? { title: account ? 'It was not changed' : 'It was not added', failure: act.failure }
          : null
      }
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        description={own ? 'You log in with it: the new name is asked for at the next login.' : undefined}
        maxLength={200}
        autoComplete="off"
        data-autofocus
        value={username}
        error={problem}
        onChange={(event) => setUsername(event.currentTarget.value)}
      />
      <Switch
        label="Administrator"
        description={
          keepsRole && administrator
            ? keepsRole
            : 'May upgrade, restore, reboot and change accounts. Without it: look and download.'
        }
        checked={administrator}
        disabled={keepsRole !== null && administrator}
        onChange={(event) => setAdministrator(event.currentTarget.checked)}
      />
      {account ? null : (
        <NewPassword
          password={password.first}
          repeated={password.repeated}
          onChange={(first, repeated) => setPassword({ first, repeated })}
        />
      )}
    </FormDialog>
  );
}
