import { ActionIcon, Group, Menu, Text } from '@mantine/core';
import { IconDots, IconTrash, IconUser } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Account } from '#shared/gateway-api/configuration.ts';
import type { BulkAct } from '../../../components/bulk/bulk-act.ts';
import { useBulk } from '../../../components/bulk/use-bulk.tsx';
import { DataTable } from '../../../components/data-table/data-table.tsx';
import type { DataColumn } from '../../../components/data-table/table-view.ts';
import { useSelection } from '../../../components/data-table/use-selection.ts';
import { ReasonButton } from '../../../components/reason-button.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { useAccess } from '../../../lib/gateway-calls/use-access.ts';
import { usePeersAct } from '../../../lib/gateway-calls/use-gateway-act.ts';
import classes from './access-table.module.css';
import { roleWord, sortedAccounts, whyKeptTogether, whyNotDeleted } from './access-view.ts';

export type AccountDialogs =
  | { what: 'add' }
  | { what: 'edit' | 'delete'; account: Account }
  | { what: 'password'; account: Account | null };

const columnsFor = (username: string): DataColumn<Account>[] => [
  {
    id: 'name',
    label: 'Name',
    fixed: true,
    value: (account) => account.username,
    cell: (account) => (
      <>
        <span className={classes.name}>{account.username}</span>
        {account.username === username ? (
          <Text span size="sm" c="dimmed">
            {' '}
            you
          </Text>
        ) : null}
      </>
    ),
  },
  { id: 'may', label: 'May', fixed: true, value: roleWord, width: 220 },
  {
    id: 'made',
    label: 'Made',
    fixed: true,
    value: ({ createdAt }) => Date.parse(createdAt),
    text: () => '',
    cell: ({ createdAt }) => <TimeText at={Date.parse(createdAt)} />,
    width: 150,
  },
];

const rowId = ({ id }: Account): string => id;
const rowName = ({ username }: Account): string => username;
const noun = ['account', 'accounts'] as const;

interface AccountTableProps {
  gateway: Gateway;
  accounts: readonly Account[];
  onOpen(open: AccountDialogs): void;
}

/** The accounts; what may not be deleted cannot be chosen. */
export function AccountTable({ gateway, accounts, onOpen }: AccountTableProps) {
  const rows = useMemo(() => sortedAccounts(accounts), [accounts]);
  const columns = useMemo(() => columnsFor(gateway.username), [gateway.username]);
  const selection = useSelection({
    rows,
    rowId,
    name: rowName,
    whyNot: (account) => whyNotDeleted(account, accounts, gateway.username),
  });
  const bulk = useBulk({
    gateway,
    noun,
    selection,
    rowId,
    acts: [useDeleteAct(gateway, accounts)],
    whyNot: useAccess(gateway)('administrator'),
    changes: ['accounts.getAccounts'],
  });
  return (
    <div>
      <DataTable
        bare
        label="Accounts"
        noun={noun}
        rows={rows}
        columns={columns}
        rowId={rowId}
        storageKey="accounts"
        filterHint="Filter by name or role"
        selection={selection}
        bulk={bulk.buttons}
        actionsWidth={150}
        actions={(account) => (
          <AccountActions gateway={gateway} account={account} accounts={accounts} onOpen={onOpen} />
        )}
      />
      {bulk.dialog}
    </div>
  );
}

function useDeleteAct(gateway: Gateway, accounts: readonly Account[]): BulkAct<Account> {
  const remove = usePeersAct(gateway, 'accounts', 'deleteAccount');
  return {
    id: 'delete',
    verb: 'Delete',
    done: 'deleted',
    loses: true,
    whyNot: (going) => whyKeptTogether(going, accounts),
    lines: () => [
      'Whoever is logged in with one of them is logged out at once.',
      'What they did stays in the activity log.',
    ],
    run: ({ id }) => remove.run({ id }),
  };
}

function AccountActions(props: AccountTableProps & { account: Account }) {
  const { gateway, account, accounts, onOpen } = props;
  const whyNot = useAccess(gateway)('administrator');
  const keep = whyNotDeleted(account, accounts, gateway.username);
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
