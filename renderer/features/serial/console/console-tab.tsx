import { Tabs, VisuallyHidden } from '@mantine/core';
import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import { Mark } from '../../../components/mark.tsx';
import classes from './console-tab.module.css';
import { consoleName, stateMarks, stateWords } from './console-view.ts';

/** One tab: the state of its port and its name. */
export function ConsoleTab({ entry }: { entry: SerialConsole }) {
  return (
    <Tabs.Tab
      value={entry.id}
      h={46}
      px={12}
      fz={14}
      className={classes.tab}
      leftSection={<Mark kind={stateMarks[entry.state]} size={17} />}
    >
      {consoleName(entry)}
      <VisuallyHidden>, {stateWords[entry.state]}</VisuallyHidden>
    </Tabs.Tab>
  );
}
