import { ActionIcon, Group, Tabs, VisuallyHidden } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import { Mark } from '../../../components/mark.tsx';
import { consoleName, stateMarks, stateWords } from './console-view.ts';
import { RemoveConsoleDialog } from './remove-console-dialog.tsx';

/** One tab: the state of its port, its name, and beside it the button that removes it. */
export function ConsoleTab({ entry }: { entry: SerialConsole }) {
  const [removing, setRemoving] = useState(false);
  const name = consoleName(entry);
  return (
    <Group gap={0} wrap="nowrap" style={{ flexShrink: 0 }}>
      <Tabs.Tab
        value={entry.id}
        h={46}
        px={10}
        fz={14}
        leftSection={<Mark kind={stateMarks[entry.state]} size={17} />}
      >
        {name}
        <VisuallyHidden>, {stateWords[entry.state]}</VisuallyHidden>
      </Tabs.Tab>
      <ActionIcon aria-label={`Remove the console ${name}`} onClick={() => setRemoving(true)}>
        <IconX size={16} />
      </ActionIcon>
      {removing ? <RemoveConsoleDialog entry={entry} onClose={() => setRemoving(false)} /> : null}
    </Group>
  );
}
