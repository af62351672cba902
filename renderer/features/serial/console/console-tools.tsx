import { Button, Group, SegmentedControl, Switch } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import type { Ref } from 'react';
import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import type { ConsoleHabits } from '#shared/bridge/serial-ports.ts';
import { tellFailure } from '../../../components/notify.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { SendMenu } from '../sending/send-menu.tsx';
import { TransferMenu } from '../transfer/transfer-menu.tsx';
import classes from './console-tools.module.css';
import { logWords } from './console-view.ts';
import { OutputMenu } from './output-menu.tsx';
import { SearchField } from './search-field.tsx';

interface ConsoleToolsProps {
  entry: SerialConsole;
  follow: boolean;
  onFollow(follow: boolean): void;
  search: string;
  hits: { index: number; count: number };
  onSearch(search: string, step: 'typed' | 1 | -1): void;
  searchRef: Ref<HTMLInputElement>;
  /** Back to the terminal. */
  onLeave(): void;
  onClear(): void;
  onForgotten(): void;
  onLog(): void;
  onTransfer(direction: 'send' | 'receive'): void;
}

/** How the output is shown, and what can be done with it. */
export function ConsoleTools(props: ConsoleToolsProps) {
  const { entry } = props;
  const configure = useAct('serial.configure');
  const habit = (habits: Partial<ConsoleHabits>) =>
    void configure.run({ id: entry.id, habits }).then(tellFailure('The view was not changed'));
  const text = entry.habits.view === 'text';
  const { log } = entry;
  return (
    <div className={classes.tools}>
      <Group gap="sm">
        <SegmentedControl
          aria-label="View"
          classNames={{ label: classes.segment ?? '' }}
          value={entry.habits.view}
          onChange={(view) => habit({ view: view === 'hex' ? 'hex' : 'text' })}
          data={[
            { value: 'text', label: 'Text' },
            { value: 'hex', label: 'Hex' },
          ]}
        />
        <Switch
          size="md"
          label="Follow"
          checked={props.follow}
          onChange={(event) => props.onFollow(event.currentTarget.checked)}
        />
      </Group>
      <SearchField
        label={text ? 'Search the screen' : 'Search the bytes'}
        search={props.search}
        hits={props.hits}
        onSearch={props.onSearch}
        onLeave={props.onLeave}
        inputRef={props.searchRef}
      />
      <Group gap={6} ml="auto">
        <OutputMenu
          entry={entry}
          onTimes={(timestamps) => habit({ timestamps })}
          onClear={props.onClear}
          onForgotten={props.onForgotten}
        />
        <Button
          px="sm"
          variant={log ? 'light' : 'default'}
          color={log?.state === 'failed' ? 'red' : undefined}
          leftSection={<IconFileText size={17} aria-hidden />}
          onClick={props.onLog}
        >
          {logWords(log)}
        </Button>
        <SendMenu entry={entry} />
        <TransferMenu entry={entry} onChoose={props.onTransfer} />
      </Group>
    </div>
  );
}
