import { Button, Code, List, Stack, Text } from '@mantine/core';
import { IconPlugConnected, IconUsb } from '@tabler/icons-react';
import { type ReactNode, useMemo } from 'react';
import { useLocation } from 'wouter';
import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import type { SerialPortEntry } from '#shared/bridge/serial-ports.ts';
import { CallView } from '../../../components/call-view.tsx';
import { DataTable } from '../../../components/data-table/data-table.tsx';
import type { DataColumn } from '../../../components/data-table/table-view.ts';
import { Empty } from '../../../components/empty.tsx';
import { Mark } from '../../../components/mark.tsx';
import { TableSkeleton } from '../../../components/skeletons.tsx';
import { useCall } from '../../../lib/bridge/use-call.ts';
import { useDialog } from '../../../lib/client-state/client-context.tsx';
import { paths } from '../../../lib/routes.ts';
import { makerWords, usbWords } from './line-words.ts';
import { PortFailure } from './port-failure.tsx';
import { portState, remedies } from './port-state.ts';
import classes from './ports-part.module.css';

interface PortRow {
  port: SerialPortEntry;
  /** The console that has it. */
  consoleId: string | null;
}

const columns: DataColumn<PortRow>[] = [
  {
    id: 'label',
    label: 'Device',
    value: ({ port }) => port.label,
    cell: ({ port }) => (
      <div className={classes.name}>
        <strong>{port.label}</strong>
        {makerWords(port) && makerWords(port) !== port.label ? <span>{makerWords(port)}</span> : null}
      </div>
    ),
    text: ({ port }) => `${port.label} ${makerWords(port) ?? ''}`,
    fixed: true,
  },
  {
    id: 'path',
    label: 'Port',
    value: ({ port }) => port.path,
    cell: ({ port }) => <span className="gw-mono">{port.path}</span>,
    width: 190,
    fixed: true,
  },
  {
    id: 'state',
    label: 'State',
    value: ({ port }) => portState(port).words,
    cell: ({ port }) => {
      const { mark, words } = portState(port);
      return (
        <span className={classes.state} title={port.obstacle?.message}>
          <Mark kind={mark} size={17} />
          {words}
        </span>
      );
    },
    width: 200,
  },
  { id: 'usb', label: 'USB id', value: ({ port }) => usbWords(port), width: 110 },
  { id: 'serial', label: 'Serial number', value: ({ port }) => port.serialNumber, width: 150 },
];

/** Other programs open and close ports without telling anybody. */
const lookEveryMs = 5_000;

/** What is plugged in, live; any other path can be entered. */
export function PortsPart({ consoles }: { consoles: readonly SerialConsole[] }) {
  const query = useCall('serial.ports', null, { pollMs: lookEveryMs });
  const { open } = useDialog();
  const [, go] = useLocation();
  const rows = useMemo(
    () =>
      (query.data ?? []).map((port) => ({
        port,
        consoleId:
          consoles.find(({ port: its, state }) => its.path === port.path && state !== 'closed')?.id ?? null,
      })),
    [query.data, consoles],
  );
  const use = ({ port, consoleId }: PortRow) =>
    consoleId === null ? open({ kind: 'open-port', path: port.path }) : go(paths.console(consoleId));
  const enterPath = (
    <Button variant="default" onClick={() => open({ kind: 'open-port', path: null })}>
      Enter a path…
    </Button>
  );
  return (
    <CallView
      query={query}
      failed="The serial ports could not be listed"
      loading={<TableSkeleton rows={3} />}
    >
      {(ports) =>
        ports.length === 0 ? (
          <NoPorts action={enterPath} />
        ) : (
          <Stack gap="md">
            {remedies(ports).map((obstacle) => (
              <PortFailure
                key={obstacle.message}
                title="This account may not use all of these ports yet"
                failure={obstacle}
              />
            ))}
            <DataTable
              label="Serial ports"
              noun={['port', 'ports']}
              rows={rows}
              columns={columns}
              rowId={({ port }) => port.path}
              sortBy={{ id: 'path', descending: false }}
              storageKey="serial-ports"
              filterHint="Filter by name or path"
              tools={enterPath}
              onOpen={use}
              actionsWidth={150}
              actions={(row) => (
                <Button
                  variant={row.consoleId === null ? 'light' : 'default'}
                  leftSection={<IconPlugConnected size={17} aria-hidden />}
                  aria-label={`${row.consoleId === null ? 'Open' : 'Show'} ${row.port.label}`}
                  onClick={() => use(row)}
                >
                  {row.consoleId === null ? 'Open…' : 'Show'}
                </Button>
              )}
            />
          </Stack>
        )
      }
    </CallView>
  );
}

function NoPorts({ action }: { action: ReactNode }) {
  return (
    <Empty icon={IconUsb} title="No serial port found" actions={action}>
      <Text>Plug a serial adapter into this computer: it appears here by itself. When it does not:</Text>
      <List size="md" mt={4}>
        <List.Item>Try another USB socket and another cable. Some cables carry power only.</List.Item>
        <List.Item>
          On Linux, look whether <Code>dmesg</Code> names the adapter. On Windows, look in the device manager.
        </List.Item>
        <List.Item>
          A port that is not listed, such as a pseudo-terminal, can be opened by its path.
        </List.Item>
      </List>
    </Empty>
  );
}
