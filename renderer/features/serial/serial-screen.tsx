import { Button, Tabs, Text } from '@mantine/core';
import { IconPlugX, IconPlus } from '@tabler/icons-react';
import { Link, useLocation } from 'wouter';
import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import { CallView } from '../../components/call-view.tsx';
import { Empty } from '../../components/empty.tsx';
import { RowsSkeleton } from '../../components/skeletons.tsx';
import { useCall } from '../../lib/bridge/use-call.ts';
import { useDialog } from '../../lib/client-state/client-context.tsx';
import { paths } from '../../lib/routes.ts';
import { ConsolePanel } from './console/console-panel.tsx';
import { ConsoleTab } from './console/console-tab.tsx';
import { outputKey } from './console/console-view.ts';
import { PortsPart } from './ports/ports-part.tsx';
import classes from './serial-screen.module.css';

const portsTab = 'ports';

/** Serial ports and the consoles on them: a tab each, kept by the host, so that a reload loses nothing. */
export default function SerialScreen({ consoleId }: { consoleId: string | null }) {
  const query = useCall('serial.consoles', null);
  return (
    <CallView query={query} failed="The consoles could not be read" loading={<RowsSkeleton rows={6} />}>
      {(consoles) => <SerialTabs consoles={consoles} consoleId={consoleId} />}
    </CallView>
  );
}

function SerialTabs({
  consoles,
  consoleId,
}: {
  consoles: readonly SerialConsole[];
  consoleId: string | null;
}) {
  const [, go] = useLocation();
  const { open } = useDialog();
  const entry = consoles.find(({ id }) => id === consoleId);
  return (
    <Tabs
      value={consoleId ?? portsTab}
      onChange={(next) => go(next === null || next === portsTab ? paths.serial : paths.console(next))}
      keepMounted={false}
      mt={-20}
      mb={-20}
    >
      <div className={classes.bar}>
        <Tabs.List className={classes.tabs} aria-label="Ports and consoles">
          <Tabs.Tab value={portsTab} h={46} px={12} fz={14} className={classes.tab}>
            Ports
          </Tabs.Tab>
          {consoles.map((known) => (
            <ConsoleTab key={known.id} entry={known} />
          ))}
        </Tabs.List>
        <Button
          variant="subtle"
          style={{ flexShrink: 0 }}
          leftSection={<IconPlus size={17} aria-hidden />}
          onClick={() => open({ kind: 'open-port', path: null })}
        >
          Open a port…
        </Button>
      </div>
      <Tabs.Panel value={portsTab}>
        <PortsPart consoles={consoles} />
      </Tabs.Panel>
      {consoleId !== null ? (
        entry ? (
          <Tabs.Panel value={entry.id}>
            <ConsolePanel key={outputKey(entry)} entry={entry} />
          </Tabs.Panel>
        ) : (
          <Gone />
        )
      ) : null}
    </Tabs>
  );
}

function Gone() {
  return (
    <Empty
      icon={IconPlugX}
      title="This console is not there"
      actions={
        <Button component={Link} href={paths.serial}>
          Go to the ports
        </Button>
      }
    >
      <Text>It was removed, or the address belongs to another workbench.</Text>
    </Empty>
  );
}
