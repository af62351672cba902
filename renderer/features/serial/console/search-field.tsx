import { ActionIcon, Group, Text, TextInput, Tooltip } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconSearch } from '@tabler/icons-react';
import type { Ref } from 'react';
import { hitWords } from './hit-words.ts';

interface SearchFieldProps {
  label: string;
  search: string;
  hits: { index: number; count: number };
  onSearch(search: string, step: 'typed' | 1 | -1): void;
  onLeave(): void;
  inputRef: Ref<HTMLInputElement>;
}

/** Search with count in what is on the screen; Enter goes on, Shift Enter back, Escape returns to the terminal. */
export function SearchField({ label, search, hits, onSearch, onLeave, inputRef }: SearchFieldProps) {
  const none = hits.count === 0;
  return (
    <Group gap={4} wrap="nowrap">
      <TextInput
        ref={inputRef}
        w={190}
        aria-label={label}
        placeholder="Search"
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={
          <Text size="sm" c="dimmed" className="gw-number" role="status" pr={8}>
            {hitWords(search, hits)}
          </Text>
        }
        rightSectionWidth={84}
        rightSectionPointerEvents="none"
        value={search}
        onChange={(event) => onSearch(event.currentTarget.value, 'typed')}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onSearch(search, event.shiftKey ? -1 : 1);
          if (event.key === 'Escape') {
            onSearch('', 'typed');
            onLeave();
          }
        }}
      />
      <Tooltip label="Previous hit">
        <ActionIcon aria-label="Previous hit" disabled={none} onClick={() => onSearch(search, -1)}>
          <IconChevronUp size={18} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Next hit">
        <ActionIcon aria-label="Next hit" disabled={none} onClick={() => onSearch(search, 1)}>
          <IconChevronDown size={18} />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
