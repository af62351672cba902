import { Button, Checkbox, CloseButton, Group, Menu, Text, TextInput } from '@mantine/core';
import { IconColumns, IconFilter } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { count } from '../../lib/format/words.ts';

interface TableToolsProps {
  filter: string;
  filterHint: string;
  onFilter(filter: string): void;
  shown: number;
  all: number;
  noun: readonly [one: string, many: string];
  columns: readonly { id: string; label: string; fixed?: boolean }[];
  hidden: readonly string[];
  onHidden(hidden: string[]): void;
  children?: ReactNode;
}

/** The line above a table: filter, how many are shown, which columns, and the table's own tools. */
export function TableTools(props: TableToolsProps) {
  const { filter, onFilter, shown, all, noun, columns, hidden, onHidden } = props;
  const optional = columns.filter(({ fixed }) => !fixed);
  return (
    <Group mb="md" gap="sm">
      <TextInput
        w={260}
        aria-label={`Filter ${noun[1]}`}
        placeholder={props.filterHint}
        leftSection={<IconFilter size={16} aria-hidden />}
        value={filter}
        onChange={(event) => onFilter(event.currentTarget.value)}
        rightSection={
          filter ? <CloseButton aria-label="Clear the filter" onClick={() => onFilter('')} /> : null
        }
      />
      <Text size="sm" c="dimmed" role="status" flex={1}>
        {shown === all ? count(all, ...noun) : `${shown} of ${count(all, ...noun)}`}
      </Text>
      {optional.length > 0 ? (
        <Menu closeOnItemClick={false}>
          <Menu.Target>
            <Button variant="default" fw={400} leftSection={<IconColumns size={17} aria-hidden />}>
              Columns
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {optional.map(({ id, label }) => (
              <Menu.Item
                key={id}
                role="menuitemcheckbox"
                aria-checked={!hidden.includes(id)}
                mih={36}
                leftSection={<Checkbox.Indicator checked={!hidden.includes(id)} />}
                onClick={() =>
                  onHidden(hidden.includes(id) ? hidden.filter((name) => name !== id) : [...hidden, id])
                }
              >
                {label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      {props.children}
    </Group>
  );
}
