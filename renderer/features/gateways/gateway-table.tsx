import { Button, Checkbox, CloseButton, Group, Menu, Text, TextInput } from '@mantine/core';
import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { IconColumns, IconFilter, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { useDialog } from '../../lib/client-state/client-context.tsx';
import { count } from '../../lib/format/words.ts';
import { type ListColumn, nextSort, type Sort, visibleGateways } from './gateway-list-view.ts';
import { GatewayRows } from './gateway-rows.tsx';

const columnWords: Record<ListColumn, string> = {
  name: 'Name',
  status: 'Status',
  address: 'Address',
  revision: 'Revision',
  firmware: 'Firmware',
  seen: 'Last seen',
};

/** Name and status answer the first question and always stay. */
const optional = ['address', 'revision', 'firmware', 'seen'] as const satisfies readonly ListColumn[];

/** The list as a table: filter as you type, sort, choose columns, everything by keyboard. */
export function GatewayTable({ gateways }: { gateways: readonly Gateway[] }) {
  const { open } = useDialog();
  const [filter, setFilter] = useState('');
  const [sort, setSort] = useState<Sort>({ column: 'name', descending: false });
  const [hidden, setHidden] = useLocalStorage<ListColumn[]>({
    key: 'gateway-columns-hidden',
    defaultValue: [],
  });
  const rows = visibleGateways(gateways, filter, sort);
  const narrow = useMediaQuery('(max-width: 1100px)') ?? false;
  const shown = (['name', 'status', ...optional] as const).filter(
    (column) => !hidden.includes(column) && !(narrow && column === 'firmware'),
  );

  return (
    <>
      <Group mb="md" gap="sm">
        <TextInput
          w={300}
          aria-label="Filter the list"
          placeholder="Filter by name, address, status"
          leftSection={<IconFilter size={16} aria-hidden />}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          rightSection={
            filter ? <CloseButton aria-label="Clear the filter" onClick={() => setFilter('')} /> : null
          }
        />
        <Text size="sm" c="dimmed" role="status" flex={1}>
          {rows.length === gateways.length
            ? count(gateways.length, 'gateway')
            : `${rows.length} of ${count(gateways.length, 'gateway')}`}
        </Text>
        <Menu closeOnItemClick={false}>
          <Menu.Target>
            <Button variant="default" fw={400} leftSection={<IconColumns size={17} aria-hidden />}>
              Columns
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {optional.map((column) => (
              <Menu.Item
                key={column}
                role="menuitemcheckbox"
                aria-checked={!hidden.includes(column)}
                mih={36}
                leftSection={<Checkbox.Indicator checked={!hidden.includes(column)} />}
                onClick={() =>
                  setHidden((known) =>
                    known.includes(column) ? known.filter((name) => name !== column) : [...known, column],
                  )
                }
              >
                {columnWords[column]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Button
          leftSection={<IconPlus size={17} aria-hidden />}
          onClick={() => open({ kind: 'add-gateway' })}
        >
          Add a gateway
        </Button>
      </Group>
      {rows.length === 0 ? (
        <Text c="dimmed" py="xl" ta="center">
          No gateway matches “{filter}”.
        </Text>
      ) : (
        <GatewayRows
          rows={rows}
          columns={shown}
          words={columnWords}
          sort={sort}
          onSort={(column) => setSort(nextSort(sort, column))}
        />
      )}
    </>
  );
}
