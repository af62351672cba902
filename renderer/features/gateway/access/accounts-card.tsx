import { ActionIcon, Group, Menu, Text } from '@mantine/core';
import { IconDots, IconKey, IconPlus, IconTrash, IconUser } from '@tabler/icons-react';
import { useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Account } from '#shared/gateway-api/configuration.ts';
import { Card } from '../../../components/card.tsx';
import { LiveView } from '../../../components/live-view.tsx';
import { ReasonButton } from '../../../components/reason-button.tsx';
import { RowsSkeleton } from '../../../components/skeletons.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { useAccess } from '../../../lib/gateway-calls/use-access.ts';
import { usePeers } from '../../../lib/gateway-calls/use-gateway-call.ts';
import classes from './access-table.module.css';
import { roleWord, sortedAccounts, whyKept } from './access-view.ts';
import { AccountDialog } from './account-dialog.tsx';
import { DeleteAccountDialog } from './delete-account-dialog.tsx';
import { PasswordDialog } from './password-dialog.tsx';

type Open =
  | { what: 'add' }
  | { what: 'edit' | 'delete'; account: Account }
  | { what: 'password'; account: Account | null };

/** The accounts of the gateway. Without the right to see them there is one's own password. */
export function AccountsCard({ gateway }: { gateway: Gateway }) {
  const access = useAccess(gateway);
  const reader = gateway.identity?.administrator === false;
  const query = usePeers(gateway, 'accounts', 'getAccounts', {}, { enabled: !reader });
  const [open, setOpen] = useState<Open | null>(null);
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

interface AccountTableProps {
  gateway: Gateway;
  accounts: readonly Account[];
  onOpen(open: Open): void;
}

function AccountTable({ gateway, accounts, onOpen }: AccountTableProps) {
  return (
    <table className={classes.table} aria-label="Accounts">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">May</th>
          <th scope="col">Made</th>
          <th scope="col">
            <span className={classes.hiddenWord}>Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {sortedAccounts(accounts).map((account) => (
          <tr key={account.id}>
            <td>
              <span className={classes.name}>{account.username}</span>
              {account.username === gateway.username ? (
                <Text span size="sm" c="dimmed">
                  {' '}
                  you
                </Text>
              ) : null}
            </td>
            <td>{roleWord(account)}</td>
            <td>
              <TimeText at={Date.parse(account.createdAt)} />
            </td>
            <td className={classes.actions}>
              <AccountActions gateway={gateway} account={account} accounts={accounts} onOpen={onOpen} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function AccountActions(props: AccountTableProps & { account: Account }) {
  const { gateway, account, accounts, onOpen } = props;
  const access = useAccess(gateway);
  const whyNot = access('administrator');
  const own = account.username === gateway.username;
  const keep =
    whyKept(account, accounts) ??
    (own ? 'You are logged in with it. Another administrator can delete it.' : null);
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      <ReasonButton
        variant="subtle"
        reason={whyNot}
        aria-label={`Change the password of ${account.username}`}
        onClick={() => onOpen({ what: 'password', account })}
      >
        Password…
      </ReasonButton>
      <Menu width={260}>
        <Menu.Target>
          <ActionIcon aria-label={`More for ${account.username}`}>
            <IconDots size={20} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            mih={38}
            disabled={whyNot !== null}
            leftSection={<IconUser size={17} aria-hidden />}
            onClick={() => onOpen({ what: 'edit', account })}
          >
            Name and role…
          </Menu.Item>
          <Menu.Item
            mih={38}
            disabled={whyNot !== null || keep !== null}
            leftSection={<IconTrash size={17} aria-hidden />}
            onClick={() => onOpen({ what: 'delete', account })}
          >
            Delete…
          </Menu.Item>
          {(whyNot ?? keep) ? (
            <Text size="sm" c="dimmed" px="sm" py={6}>
              {whyNot ?? keep}
            </Text>
          ) : null}
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
