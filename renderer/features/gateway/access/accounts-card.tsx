import { Text } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { Card } from '../../../components/card.tsx';
import { LiveView } from '../../../components/live-view.tsx';
import { ReasonButton } from '../../../components/reason-button.tsx';
import { RowsSkeleton } from '../../../components/skeletons.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { useAccess } from '../../../lib/gateway-calls/use-access.ts';
import { usePeers } from '../../../lib/gateway-calls/use-gateway-call.ts';
import { AccountDialog } from './account-dialog.tsx';
import { type AccountDialogs, AccountTable } from './account-table.tsx';
import { DeleteAccountDialog } from './delete-account-dialog.tsx';
import { PasswordDialog } from './password-dialog.tsx';

/** The accounts of the gateway. Without the right to see them there is one's own password. */
export function AccountsCard({ gateway }: { gateway: Gateway }) {
  const access = useAccess(gateway);
  const reader = gateway.identity?.administrator === false;
  const query = usePeers(gateway, 'accounts', 'getAccounts', {}, { enabled: !reader });
  const [open, setOpen] = useState<AccountDialogs | null>(null);
  const close = () => setOpen(null);
  const accounts = query.data ?? [];
  const ownPassword = (
    <ReasonButton
      variant="default"
      flex="none"
      reason={access('session')}
      leftSection={<IconKey size={17} aria-hidden />}
      onClick={() => setOpen({ what: 'password', account: null })}
    >
      Change your password…
    </ReasonButton>
  );
  return (
    <Card
      title={`Accounts of ${gatewayName(gateway)}`}
      hint="Administrators may change everything; other accounts may look and download."
      aside={
        reader ? (
          ownPassword
        ) : (
          <ReasonButton
            flex="none"
            reason={access('administrator')}
            leftSection={<IconPlus size={17} aria-hidden />}
            onClick={() => setOpen({ what: 'add' })}
          >
            Add an account…
          </ReasonButton>
        )
      }
    >
      {reader ? (
        <Text c="dimmed">
          You are logged in as {gateway.username}. Only administrators see and change the accounts.
        </Text>
      ) : (
        <LiveView
          gateway={gateway}
          query={query}
          failed="The accounts could not be read"
          loading={<RowsSkeleton rows={2} height={44} />}
        >
          {(answer) => <AccountTable gateway={gateway} accounts={answer} onOpen={setOpen} />}
        </LiveView>
      )}
      {open?.what === 'add' ? (
        <AccountDialog gateway={gateway} accounts={accounts} account={null} onClose={close} />
      ) : null}
      {open?.what === 'edit' ? (
        <AccountDialog gateway={gateway} accounts={accounts} account={open.account} onClose={close} />
      ) : null}
      {open?.what === 'password' ? (
        <PasswordDialog gateway={gateway} account={open.account} onClose={close} />
      ) : null}
      {open?.what === 'delete' ? (
        <DeleteAccountDialog gateway={gateway} account={open.account} onClose={close} />
      ) : null}
    </Card>
  );
}
