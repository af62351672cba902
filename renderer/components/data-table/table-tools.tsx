import { Button, Checkbox, CloseButton, Group, Menu, Text, TextInput } from '@mantine/core';
import { IconColumns, IconFilter } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { count } from '../../lib/format/words.ts';

interface TableToolsProps {
  filter: string;
  /** For screen readers; absent: `Filter processes`. */
  filterName?: string;
  filterHint: string;
  onFilter(filter: string): void;
  shown: number;
  all: number;
  noun: readonly [one: string, many: string];
  columns: readonly { id: string; label: string; fixed?: boolean }[];
  hidden: readonly string[];
  onHidden(hidden: string[]): void;
  /** How many rows are chosen, in words; null when none is. */
  chosen?: { words: string; onClear(): void } | null;
  /** What can be done with them. */
  bulk?: ReactNode;
  children?: ReactNode;
}

/** The line above a table: filter, how many are shown, which columns, and the table's own tools. */
export function TableTools(props: TableToolsProps) {
  const { filter, onFilter, shown, all, noun, columns, hidden, onHidden, chosen = null } = props;
  const optional = columns.filter(({ fixed }) => !fixed);
  return (
    <Group mb="md" gap="sm">
      <TextInput
        w={260}
        aria-label={props.filterName ?? `Filter ${noun[1]}`}
        placeholder={props.filterHint}
        leftSection={<IconFilter size={16} aria-hidden />}
        value={filter}
        onChange={(event) => onFilter(event.currentTarget.value)}
        rightSection={
          filter ? <CloseButton aria-label="Clear the filter" onClick={() => onFilter('')} /> : null
        }
      />
      <Group gap={4} flex={1} wrap="nowrap">
        <Text size="sm" role="status" {...(chosen ? { fw: 550 } : { c: 'dimmed' })}>
          {chosen?.words ?? (shown === all ? count(all, ...noun) : `${shown} of ${count(all, ...noun)}`)}
        </Text>
        {chosen ? <CloseButton size={36} aria-label="Choose none" onClick={chosen.onClear} /> : null}
      </Group>
      {chosen ? (
        props.bulk
      ) : (
        <>
          <ColumnMenu columns={optional} hidden={hidden} onHidden={onHidden} />
          {props.children}
        </>
      )}
    </Group>
  );
}

interface ColumnMenuProps extends Pick<TableToolsProps, 'columns' | 'hidden' | 'onHidden'> {}

function ColumnMenu({ columns, hidden, onHidden }: ColumnMenuProps) {
  if (columns.length === 0) return null;
  return (
    <Menu closeOnItemClick={false}>
      <Menu.Target>
        <Button variant="default" fw={400} leftSection={<IconColumns size={17} aria-hidden />}>
          Columns
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {columns.map(({ id, label }) => (
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
  );
}
