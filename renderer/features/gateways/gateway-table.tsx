import { Button, Text } from '@mantine/core';
import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { DataRows } from '../../components/data-table/data-rows.tsx';
import { TableTools } from '../../components/data-table/table-tools.tsx';
import { useDialog } from '../../lib/client-state/client-context.tsx';
import { useJobs } from '../../lib/domain/use-gateway.ts';
import { paths } from '../../lib/routes.ts';
import { GatewayActions, gatewayColumns } from './gateway-cells.tsx';
import { listColumns, nextSort, type Sort, visibleGateways } from './gateway-list-view.ts';

const noun = ['gateway', 'gateways'] as const;
const rowId = ({ id }: Gateway): string => id;

/** The list as a table: filter as you type, sort by what is urgent, choose columns, everything by keyboard. */
export function GatewayTable({ gateways }: { gateways: readonly Gateway[] }) {
  const { open } = useDialog();
  const [, go] = useLocation();
  const jobs = useJobs();
  const [filter, setFilter] = useState('');
  const [sort, setSort] = useState<Sort>({ column: 'name', descending: false });
  const [hidden, setHidden] = useLocalStorage<string[]>({ key: 'gateway-columns-hidden', defaultValue: [] });
  const rows = visibleGateways(gateways, filter, sort);
  const columns = useMemo(() => gatewayColumns(jobs), [jobs]);
  const narrow = useMediaQuery('(max-width: 1100px)') ?? false;
  const shown = columns.filter(({ id }) => !hidden.includes(id) && !(narrow && id === 'firmware'));
  return (
    <>
      <TableTools
        filter={filter}
        filterName="Filter the list"
        filterHint="Filter by name, address, status"
        onFilter={setFilter}
        shown={rows.length}
        all={gateways.length}
        noun={noun}
        columns={columns}
        hidden={hidden}
        onHidden={setHidden}
      >
        <Button
          leftSection={<IconPlus size={17} aria-hidden />}
          onClick={() => open({ kind: 'add-gateway' })}
        >
          Add a gateway
        </Button>
      </TableTools>
      {rows.length === 0 ? (
        <Text c="dimmed" py="xl" ta="center">
          No gateway matches “{filter}”.
        </Text>
      ) : (
        <DataRows
          label="Gateways"
          noun={noun}
          rows={rows}
          columns={shown}
          rowId={rowId}
          rowHeight={52}
          reserve={190}
          sort={{ id: sort.column, desc: sort.descending }}
          onSort={(id) => {
            const column = listColumns.find((known) => known === id);
            if (column) setSort(nextSort(sort, column));
          }}
          onOpen={({ id }) => go(paths.gateway(id))}
          actionsWidth={152}
          actions={(gateway) => <GatewayActions gateway={gateway} />}
        />
      )}
    </>
  );
}
