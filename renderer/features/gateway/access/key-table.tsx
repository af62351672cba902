import { useMemo } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { ApiKey } from '#shared/gateway-api/management-api.ts';
import type { BulkAct } from '../../../components/bulk/bulk-act.ts';
import { useBulk } from '../../../components/bulk/use-bulk.tsx';
import { DataTable } from '../../../components/data-table/data-table.tsx';
import type { DataColumn } from '../../../components/data-table/table-view.ts';
import { useSelection } from '../../../components/data-table/use-selection.ts';
import { Mark } from '../../../components/mark.tsx';
import { ReasonButton } from '../../../components/reason-button.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { useGatewayAct } from '../../../lib/gateway-calls/use-gateway-act.ts';
import { useNow } from '../../../lib/use-now.ts';
import classes from './access-table.module.css';
import { keyState, permissionWord, sortedKeys } from './access-view.ts';

const columnsAt = (now: number): DataColumn<ApiKey>[] => [
  {
    id: 'name',
    label: 'Name',
    fixed: true,
    value: ({ name }) => name,
    cell: ({ name }) => <span className={classes.name}>{name}</span>,
  },
  {
    id: 'prefix',
    label: 'Begins with',
    value: ({ prefix }) => prefix,
    cell: ({ prefix }) => <span className="gw-mono">{prefix}…</span>,
    width: 110,
  },
  {
    id: 'may',
    label: 'May',
    value: ({ permissions }) => permissionWord(permissions.system),
    width: 138,
  },
  {
    id: 'works',
    label: 'Works',
    fixed: true,
    value: ({ expiresAt }) => (expiresAt === null ? null : Date.parse(expiresAt)),
    text: (key) => keyState(key, now).text,
    cell: (key) => {
      const state = keyState(key, now);
      return (
        <span className={classes.mark}>
          <Mark kind={state.mark} size={16} />
          {state.text}
        </span>
      );
    },
    width: 198,
  },
  {
    id: 'used',
    label: 'Last used',
    value: ({ lastUsedAt }) => (lastUsedAt === null ? null : Date.parse(lastUsedAt)),
    text: () => '',
    cell: ({ lastUsedAt }) => (lastUsedAt === null ? 'never' : <TimeText at={Date.parse(lastUsedAt)} />),
    width: 106,
  },
  {
    id: 'made',
    label: 'Made',
    value: ({ createdAt }) => Date.parse(createdAt),
    text: () => '',
    cell: ({ createdAt }) => <TimeText at={Date.parse(createdAt)} />,
    width: 128,
  },
];

const rowId = ({ id }: ApiKey): string => id;
const rowName = ({ name }: ApiKey): string => name;
const noun = ['key', 'keys'] as const;

interface KeyTableProps {
  gateway: Gateway;
  apiKeys: readonly ApiKey[];
  whyNot: string | null;
  onRevoke(key: ApiKey): void;
}

/** The keys, those that work first. */
export function KeyTable({ gateway, apiKeys, whyNot, onRevoke }: KeyTableProps) {
  const now = useNow(60_000);
  const rows = useMemo(() => sortedKeys(apiKeys, now), [apiKeys, now]);
  const columns = useMemo(() => columnsAt(now), [now]);
  const selection = useSelection({ rows, rowId, name: rowName });
  const bulk = useBulk({
    gateway,
    noun,
    selection,
    rowId,
    acts: [useRevokeAct(gateway)],
    whyNot,
    changes: ['apiKeys'],
  });
  return (
    <div>
      <DataTable
        bare
        label="API keys"
        noun={noun}
        rows={rows}
        columns={columns}
        rowId={rowId}
        storageKey="api-keys"
        filterHint="Filter by name, permission"
        selection={selection}
        bulk={bulk.buttons}
        actionsWidth={112}
        actions={(key) => (
          <ReasonButton
            variant="subtle"
            reason={whyNot}
            aria-label={`Revoke ${key.name}`}
            onClick={() => onRevoke(key)}
          >
            Revoke…
          </ReasonButton>
        )}
      />
      {bulk.dialog}
    </div>
  );
}

function useRevokeAct(gateway: Gateway): BulkAct<ApiKey> {
  const revoke = useGatewayAct(gateway, 'apiKeyRevoke');
  return {
    id: 'revoke',
    verb: 'Revoke',
    done: 'revoked',
    loses: true,
    lines: () => [
      'Whoever uses one of them gets no answer any more, from this moment on.',
      'They cannot be brought back; new keys have to be made.',
    ],
    run: ({ id }) => revoke.run({ params: { id } }),
  };
}
